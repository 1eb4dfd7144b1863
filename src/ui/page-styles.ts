import { buttons, tokens } from './tokens.ts';

/** Styles shared by the extension's own pages. */
export const pageStyles = `
${tokens}
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 100%/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
${buttons}
h1, h2, h3 { line-height: 1.3; margin: 0; }
h1 { font-size: 1.35rem; }
h2 { font-size: 1rem; }
h3 { font-size: .95rem; }
p { margin: .3rem 0; }
a { color: var(--leaf); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.head { display: flex; align-items: center; gap: .6rem; }
.head svg { inline-size: 1.9rem; block-size: 1.9rem; flex: none; color: var(--leaf); }
.panel { padding: .8rem 1rem; border-radius: .6rem; background: var(--sheet); border: 1px solid var(--line); }
.panel.good { background: var(--leaf-soft); border-color: var(--leaf); }
.panel.care { background: var(--care-soft); border-color: var(--care); }
.panel.bad { background: var(--stop-soft); border-color: var(--stop); }
.tag { display: inline-block; font-size: .85rem; font-weight: 600; padding: .05rem .6rem; border-radius: 1rem; background: var(--sheet); white-space: nowrap; }
.tag.stop { background: var(--stop-soft); color: var(--stop); }
.tag.care { background: var(--care-soft); color: var(--care); }
@media (forced-colors: active) { .panel, .tag { border: 1px solid; } }
`;

/** Puts styles on the page and names it for the browser and for screen readers. */
export function dressPage(title: string, lang: string, ...styles: readonly string[]): void {
  document.adoptedStyleSheets = [pageStyles, ...styles].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  document.title = title;
  document.documentElement.lang = lang;
}
