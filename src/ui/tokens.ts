/**
 * Colours and measures of every screen. Each ink has at least 4.5:1 on `--paper` and on `--sheet`. Used inside the
 * notice's shadow root and on the extension's own pages.
 */
export const tokens = `
:host, :root {
  color-scheme: light dark;
  --paper: #ffffff; --sheet: #f3f6f4; --ink: #1a1f1c; --quiet: #525c57; --line: #cfd7d2;
  --leaf: #17654a; --on-leaf: #ffffff; --leaf-soft: #e0f0e8;
  --stop: #b3261e; --stop-soft: #fbe9e7;
  --care: #835000; --care-soft: #fdf0d8;
  --found: #ffe08a; --on-found: #1a1f1c;
  --focus: #0b57d0; --shade: rgb(10 20 15 / .45); --shadow: 0 12px 40px rgb(0 0 0 / .28);
}
@media (prefers-color-scheme: dark) {
  :host, :root {
    --paper: #1b201d; --sheet: #262c29; --ink: #edf1ef; --quiet: #aeb9b3; --line: #46504b;
    --leaf: #7fd4ac; --on-leaf: #0d2419; --leaf-soft: #1e3a2d;
    --stop: #ff9f96; --stop-soft: #45211e;
    --care: #f3bd6c; --care-soft: #40300f;
    --found: #f2c94c;
    --focus: #8ab8ff; --shade: rgb(0 0 0 / .6); --shadow: 0 12px 40px rgb(0 0 0 / .6);
  }
}`;

/** Buttons, alike in the notice and on the pages. */
export const buttons = `
button {
  font: inherit; font-weight: 600; line-height: 1.3; padding: .5em 1.1em; min-block-size: 2.5em; margin: 0;
  border: 1px solid var(--line); border-radius: .5em; background: var(--paper); color: var(--ink); cursor: pointer;
}
button:hover { background: var(--sheet); }
button.main { background: var(--leaf); border-color: var(--leaf); color: var(--on-leaf); }
button.main:hover { filter: brightness(1.08); }
button:disabled { color: var(--quiet); cursor: default; background: var(--sheet); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }`;
