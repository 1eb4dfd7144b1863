import { buttons, tokens } from '../../ui/tokens.ts';

/**
 * Styles of the notice. `!important` on the host: for important declarations the inner tree wins over the page, so no
 * rule of the page can hide it. Sizes follow the person's font size, not the page's root font.
 */
export const noticeStyles = `
:host { all: initial !important; display: contents !important; }
${tokens}
*, *::before, *::after { box-sizing: border-box; }
.surface {
  position: fixed; inset: 0; margin: auto; padding: 0; overflow: auto; overscroll-behavior: contain; scroll-padding-block-end: 5em;
  inline-size: min(36em, 100vw - 1em); block-size: fit-content; max-block-size: calc(100dvh - 1em);
  border: 1px solid var(--line); border-block-start: .35em solid var(--accent); border-radius: .75em;
  background: var(--paper); color: var(--ink); box-shadow: var(--shadow);
  font: medium/1.5 system-ui, sans-serif; text-align: start; cursor: default;
  --accent: var(--stop); --accent-soft: var(--stop-soft);
}
.surface:focus { outline: none; }
dialog::backdrop { background: var(--shade); }
.surface[data-kind=held], .surface[data-kind=warned] { --accent: var(--care); --accent-soft: var(--care-soft); }
.surface[data-kind=scanning] { --accent: var(--leaf); --accent-soft: var(--leaf-soft); }
.surface[popover] { inset: 1em 1em auto auto; margin: 0; max-block-size: calc(100dvh - 2em); inline-size: min(27em, 100vw - 2em); }
.body { padding: 1.1em 1.25em .8em; }
header { display: flex; gap: .7em; align-items: flex-start; }
svg { inline-size: 2em; block-size: 2em; flex: none; color: var(--accent); }
h2 { font-size: 1.2em; line-height: 1.35; margin: .1em 0 0; }
h3 { font-size: 1em; margin: 1em 0 .3em; }
p { margin: .4em 0; }
.quiet { color: var(--quiet); font-size: .9em; }
blockquote {
  margin: .4em 0; padding: .5em .8em; background: var(--sheet); border-inline-start: .25em solid var(--accent);
  border-radius: .3em; overflow-wrap: anywhere; white-space: pre-wrap;
}
blockquote bdi { unicode-bidi: plaintext; }
.place { display: block; color: var(--quiet); font-size: .85em; }
mark { background: var(--found); color: var(--on-found); font-weight: 700; padding: 0 .15em; border-radius: .2em; }
ul, ol { margin: .3em 0; padding-inline-start: 1.4em; }
li { margin: .25em 0; }
ol:has(> :only-child) { list-style: none; padding: 0; }
summary { cursor: pointer; color: var(--quiet); }
.files { list-style: none; padding: 0; }
.files li { padding: .5em .7em; border: 1px solid var(--line); border-radius: .5em; margin: .4em 0; }
.file { display: flex; gap: .6em; justify-content: space-between; align-items: baseline; }
.name { font-weight: 600; overflow-wrap: anywhere; min-inline-size: 0; }
.state { flex: none; font-size: .85em; font-weight: 600; padding: .1em .6em; border-radius: 1em; background: var(--sheet); }
.state[data-state=held] { background: var(--stop-soft); color: var(--stop); }
.state[data-state=warned] { background: var(--care-soft); color: var(--care); }
.state[data-state=passes] { background: var(--leaf-soft); color: var(--leaf); }
label { display: block; font-weight: 600; margin-block-start: 1em; }
textarea {
  display: block; inline-size: 100%; min-block-size: 4.2em; margin: .3em 0; padding: .5em .7em; resize: vertical;
  font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: .5em;
}
textarea[aria-invalid=true] { border-color: var(--stop); }
.error { color: var(--stop); font-weight: 600; }
.done { color: var(--leaf); font-weight: 600; }
.bar { block-size: .4em; margin: .8em 0; border-radius: 1em; background: var(--sheet); overflow: hidden; }
.bar::before { content: ""; display: block; block-size: 100%; inline-size: 35%; border-radius: 1em; background: var(--accent); animation: run 1.4s ease-in-out infinite alternate; }
@keyframes run { from { transform: translateX(0); } to { transform: translateX(186%); } }
${buttons}
footer { display: flex; flex-wrap: wrap; gap: .6em; padding: .8em 1.25em 1em; position: sticky; inset-block-end: 0; background: var(--paper); border-block-start: 1px solid var(--line); }
footer .main { margin-inline-start: auto; }
@media (max-width: 26em), (max-height: 22em) {
  .surface { border-radius: .5em; font-size: small; }
  .body { padding: .6em .8em .4em; }
  footer { padding: .5em .8em; gap: .4em; }
  svg { inline-size: 1.5em; block-size: 1.5em; }
  button { padding: .3em .8em; min-block-size: 2.1em; }
}
@media (max-height: 15em) { footer { position: static; } }
@media (prefers-reduced-motion: reduce) { .bar::before { animation: none; inline-size: 100%; opacity: .6; } }
@media (prefers-contrast: more), (forced-colors: active) { .surface { border-width: 2px; } mark { outline: 2px solid; } }
`;
