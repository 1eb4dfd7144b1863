import { createEngine } from '../engine/engine.ts';
import { bundledTables } from '../rules/bundled.ts';

const engine = createEngine(bundledTables);
addEventListener(
  'paste',
  (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!engine.inspect(text).some((f) => f.action === 'block')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
