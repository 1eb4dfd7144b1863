const HTML = 'http://www.w3.org/1999/xhtml';
const SVG = 'http://www.w3.org/2000/svg';

export type Child = Node | string | null;

/**
 * Builds one element with attributes and children; strings become text nodes, null is left out. By namespace, because
 * the page may be an XML document.
 */
export function build<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElementNS(HTML, tag) as HTMLElementTagNameMap[K];
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A drawing of outlines in a 24 × 24 box, hidden from screen readers. */
export function buildDrawing(...outlines: readonly Readonly<Record<string, string>>[]): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const outline of outlines) {
    const path = document.createElementNS(SVG, 'path');
    for (const [name, value] of Object.entries(outline)) path.setAttribute(name, value);
    svg.append(path);
  }
  return svg;
}
