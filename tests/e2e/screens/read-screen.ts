import type { Page } from 'puppeteer';

/** What a screen reader finds on the page, one `role: name` a line, also inside closed shadow trees. */
export async function readScreen(page: Page): Promise<string[]> {
  const nodes = await readNodes(page);
  return nodes.map((node) => `${node.role?.value}: ${node.name?.value ?? ''}`);
}

/** Role and name of what has the focus. */
export async function readFocus(page: Page): Promise<string> {
  const nodes = await readNodes(page);
  const focused = nodes.findLast((node) =>
    node.properties?.some((property) => property.name === 'focused' && property.value.value === true),
  );
  return `${focused?.role?.value}: ${focused?.name?.value ?? ''}`;
}

async function readNodes(page: Page) {
  const session = await page.createCDPSession();
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes.filter((node) => !node.ignored);
}
