import { describe, expect, it } from 'vitest';
import { type Import, listFiles, listImports, readSource, roomOf } from './source.ts';

/** DESIGN section 4: which rooms a room may import; `types` allows type-only imports. */
const ALLOWED: Record<
  string,
  { rooms: readonly string[]; types?: readonly string[]; packages?: readonly RegExp[] }
> = {
  engine: { rooms: [] },
  // Canonical bytes and signatures; the curves stand in where a browser's own cryptography lacks Ed25519.
  signing: { rooms: [], packages: [/^@noble\/curves\//] },
  rules: { rooms: ['signing'], types: ['engine'], packages: [/^zod\/mini$/] },
  policy: { rooms: [], types: ['engine'], packages: [/^zod\/mini$/] },
  incidents: { rooms: ['signing'], types: ['engine'], packages: [/^zod\/mini$/] },
  certificate: { rooms: ['signing'], types: ['engine'], packages: [/^zod\/mini$/] },
  // Packed bytes into room that was asked for, wherever packed bytes are met.
  unpacking: { rooms: [], packages: [/^pako$/] },
  documents: {
    rooms: ['unpacking'],
    types: ['engine'],
    packages: [/^(fflate|saxes|pdfjs-dist|cfb|postal-mime|libarchive-wasm)(\/|$)/],
  },
  vision: {
    rooms: ['unpacking'],
    types: ['engine'],
    packages: [/^(fflate|tesseract\.js|pdfjs-dist|libheif-js|@jsquash)(\/|$)/],
  },
  // Under `node/` a pool of threads, which hold an engine of their own.
  inspection: { rooms: ['documents', 'vision', 'engine', 'rules'], types: ['policy'], packages: [/^node:/] },
  messages: {
    rooms: [],
    types: ['engine', 'policy', 'incidents', 'inspection', 'rules', 'certificate'],
    packages: [/^zod\/mini$/],
  },
  platform: {
    rooms: ['messages'],
    types: ['engine', 'policy', 'incidents'],
    packages: [/^webextension-polyfill$/],
  },
  ui: { rooms: ['platform'], types: ['engine', 'incidents'], packages: [/^lit(\/|$)/] },
  // What is sent may be packed.
  reading: { rooms: ['engine'], packages: [/^fflate$/] },
  content: { rooms: ['engine', 'rules', 'policy', 'messages', 'platform', 'ui', 'reading'] },
  background: {
    rooms: [
      'engine',
      'rules',
      'policy',
      'messages',
      'platform',
      'incidents',
      'inspection',
      'signing',
      'certificate',
      'reading',
    ],
    packages: [/^(idb|zod\/mini)$/],
  },
  offscreen: { rooms: ['inspection', 'messages', 'platform', 'engine', 'rules'], types: ['policy'] },
  popup: { rooms: ['ui', 'messages', 'platform', 'incidents'], types: ['engine'], packages: [/^lit(\/|$)/] },
  plugin: {
    rooms: ['engine', 'rules', 'policy', 'inspection', 'incidents', 'ui', 'reading'],
    types: ['messages'],
  },
  review: {
    rooms: ['ui', 'messages', 'platform', 'incidents', 'report'],
    types: ['engine'],
    packages: [/^lit(\/|$)/],
  },
  // The page checks by itself, in its own workers: that way it stands on a plain web server too.
  precheck: {
    rooms: [
      'certificate',
      'inspection',
      'engine',
      'rules',
      'policy',
      'ui',
      'platform',
      'messages',
      'signing',
    ],
    packages: [/^lit(\/|$)/, /^idb$/],
  },
  options: { rooms: ['ui', 'messages', 'platform'], types: ['engine', 'policy'], packages: [/^lit(\/|$)/] },
  report: { rooms: ['incidents'], packages: [/^(docx|write-excel-file\/universal)$/] },
  sweep: {
    rooms: ['engine', 'rules', 'policy', 'inspection', 'incidents'],
    packages: [/^node:/, /^(robots-parser|docx|write-excel-file\/node|zod\/mini)$/],
  },
  server: {
    rooms: ['engine', 'rules', 'policy', 'inspection', 'incidents', 'report', 'signing', 'sweep'],
    packages: [/^node:/, /^(hono|@hono\/node-server)(\/|$)/, /^pg$/, /^zod(\/mini)?$/],
  },
  cli: {
    rooms: [
      'server',
      'sweep',
      'engine',
      'rules',
      'policy',
      'inspection',
      'incidents',
      'report',
      'signing',
      'certificate',
    ],
    packages: [/^node:/, /^(yaml|zod\/mini)$/],
  },
};

/** The parts of guard and background that touch neither the browser's API nor a message. */
const SHARED_WITH_PLUGIN =
  /^src\/(background\/attempts|content\/(attempt-id|attempts|destination|entries|family|file-gate|guard|home|judge|line|notice\/notice|question|typed-fields|channels\/(drop|file-picker|paste|script|submit|typing)|hooks\/(ask|entries|forms|requests)))\.ts$/;

const imports = listImports();

function isAllowed({ from, to, typeOnly, isPackage }: Import): boolean {
  const room = roomOf(from);
  const allowed = ALLOWED[room];
  if (!allowed) return false;
  if (isPackage) return allowed.packages?.some((pattern) => pattern.test(to)) ?? false;
  // Rule data, texts and the version are data, not code.
  if (/^(\.generated|_locales|rules)\/|^package\.json$/.test(to)) return true;
  // The server's own pages look like the extension's.
  if (room === 'server' && to === 'src/ui/page-styles.ts') return true;
  // ADR 5: small dropped files are judged inside the event; the heavy parsers stay behind the worker.
  if (room === 'content' && to === 'src/inspection/quick-look.ts') return true;
  // ADR 17: the plug-in is the same guard in a page that carries it itself; what speaks to the browser stays outside.
  if (room === 'plugin' && SHARED_WITH_PLUGIN.test(to)) return true;
  const target = roomOf(to);
  return (
    target === room ||
    allowed.rooms.includes(target) ||
    (typeOnly && (allowed.types?.includes(target) ?? false))
  );
}

describe('imports', () => {
  it('are found at all', () => {
    expect(imports.length).toBeGreaterThan(20);
  });

  it('stay within what each room may import', () => {
    const forbidden = imports.filter((i) => !isAllowed(i)).map((i) => `${i.from} -> ${i.to}`);
    expect(forbidden.join('\n')).toBe('');
  });

  it('form no cycle between rooms', () => {
    const edges = new Map<string, Set<string>>();
    for (const { from, to, isPackage } of imports) {
      if (isPackage || !to.startsWith('src/') || roomOf(from) === roomOf(to)) continue;
      edges.set(roomOf(from), (edges.get(roomOf(from)) ?? new Set()).add(roomOf(to)));
    }
    expect(findCycle(edges)).toBeNull();
  });

  it('form no cycle between files', () => {
    const edges = new Map<string, Set<string>>();
    for (const { from, to, isPackage, typeOnly } of imports) {
      if (!isPackage && !typeOnly) edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
    expect(findCycle(edges)).toBeNull();
  });

  it('leave no module that nobody calls', () => {
    const roots =
      /(\.iife\.ts|\/main\.ts|-worker\.ts|cli\/la-chan\.ts|rules\/compile\.ts|plugin\/la-chan\.ts|\.d\.ts)$/;
    const mentioned = new Set(imports.map((i) => i.to));
    const lonely = listFiles('src', ['.ts']).filter((path) => !mentioned.has(path) && !roots.test(path));
    expect(lonely).toEqual([]);
  });
});

describe('browser APIs', () => {
  it('are touched in src/platform only', () => {
    const touching = listFiles('src', ['.ts']).filter(
      (path) =>
        roomOf(path) !== 'platform' &&
        /(?<![\w.'"`-])(chrome|browser)\.[a-z]+[.(]/.test(withoutComments(readSource(path))),
    );
    expect(touching).toEqual([]);
  });

  it('reach the network from the background alone', () => {
    // Vision opens models and programs that lie in the package.
    const elsewhere = ['vision', 'server', 'plugin', 'sweep', 'cli'];
    // Runs in the page that a person asked to have checked, and fetches what that page links on its own site.
    const inThePage = 'src/platform/page-content.ts';
    // Plain web pages of the unit's server, which ask that server for rules and incidents.
    const plainPages = ['src/precheck/web/main.ts', 'src/review/web/server-source.ts'];
    const reaching = listFiles('src', ['.ts']).filter((path) =>
      /(?<![\w.'"`-]|async )(fetch|new EventSource|new WebSocket)\(/.test(withoutComments(readSource(path))),
    );
    const rooms = reaching
      .filter((path) => path !== inThePage && !plainPages.includes(path))
      .map(roomOf)
      .filter((room) => !elsewhere.includes(room));
    expect([...new Set(rooms)]).toEqual(['background']);
  });

  it('never meet eval or new Function in the source', () => {
    const evil = listFiles('src', ['.ts']).filter((path) =>
      /\beval\(|new Function\(/.test(withoutComments(readSource(path))),
    );
    expect(evil).toEqual([]);
  });
});

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

/** One cycle as a list of nodes, or null. */
function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | null {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): string[] | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return null;
    path.push(node);
    for (const next of edges.get(node) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(node);
    return null;
  };
  for (const node of edges.keys()) {
    const cycle = visit(node);
    if (cycle) return cycle;
  }
  return null;
}
