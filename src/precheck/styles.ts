/** Styles of the pre-check page; `print` leaves nothing but the certificate. */
export const precheckStyles = `
main { max-inline-size: 64rem; margin: 0 auto; padding: 1.5rem clamp(.8rem, 3vw, 2rem) 4rem; display: grid; gap: 1.2rem; grid-template-columns: minmax(0, 1fr); }
.tools { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
.drop { border-style: dashed; border-width: 2px; display: grid; gap: .7rem; }
.drop.over { border-color: var(--leaf); background: var(--leaf-soft); }
label { font-weight: 600; }
textarea, input[type="text"] {
  font: inherit; inline-size: 100%; padding: .5em .7em; border: 1px solid var(--quiet); border-radius: .5em;
  background: var(--paper); color: var(--ink); resize: vertical;
}
input[type="file"] { font: inherit; max-inline-size: 100%; }
progress { inline-size: 100%; block-size: .8rem; accent-color: var(--leaf); }
.filters { display: flex; flex-wrap: wrap; gap: .5rem; }
.filters button { display: flex; gap: .5em; align-items: baseline; }
.filters button[aria-pressed="true"] { border-color: var(--leaf); box-shadow: inset 0 0 0 1px var(--leaf); background: var(--leaf-soft); }
.count { font-variant-numeric: tabular-nums; }
.items { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .6rem; }
.items > li + li { border-block-start: 1px solid var(--line); }
.items > li, .items summary { padding: .55rem .9rem; }
.items > li:has(details) { padding: 0; }
.line { display: flex; gap: .3rem .8rem; align-items: baseline; flex-wrap: wrap; }
.line .name { flex: 1 1 14rem; min-inline-size: 0; overflow-wrap: anywhere; }
.items summary { cursor: pointer; }
.items summary .line { display: inline-flex; inline-size: calc(100% - 1.2rem); vertical-align: top; }
.tag.fine { background: var(--leaf-soft); color: var(--leaf); }
.inside { padding: .2rem .9rem .9rem 2rem; display: grid; gap: .8rem; }
.place { border-inline-start: 3px solid var(--line); padding-inline-start: .8rem; }
.place bdi { display: block; white-space: pre-wrap; overflow-wrap: anywhere; margin-block: .3rem; padding: .4rem .6rem; background: var(--sheet); border-radius: .4rem; }
.place img { display: block; max-inline-size: 100%; margin-block: .4rem; border: 1px solid var(--line); border-radius: .3rem; background: #fff; }
.place ul { margin: .2rem 0; padding-inline-start: 1.3rem; }
mark { background: var(--found); color: var(--on-found); border-radius: .2em; padding: 0 .15em; }
.small { font-size: .9rem; }
.code { font-family: ui-monospace, monospace; font-size: .85em; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; font-size: .9rem; }
th, td { text-align: start; vertical-align: baseline; padding: .35rem .6rem; border-block-start: 1px solid var(--line); }
.paper table { min-inline-size: 38rem; }
thead th { color: var(--quiet); border: 0; }
.paper { display: grid; gap: .9rem; }
details > summary { cursor: pointer; }
.verify > summary { font-weight: 600; }
main > section { display: grid; gap: .7rem; }
#paper-title:focus { outline: none; }
.form { display: grid; gap: .7rem; margin-block-start: .7rem; }
.out { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 32rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-block-end: .4rem; }
  .inside { padding-inline-start: .9rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #333; --line: #888; --sheet: #fff; }
  main > :not(.paper), .paper .tools { display: none; }
  main { padding: 0; max-inline-size: none; }
  .paper { border: 0; padding: 0; }
  .scroll { overflow: visible; }
  .paper table { min-inline-size: 0; }
  tr { break-inside: avoid; }
}
@page { size: A4; margin: 20mm 15mm 20mm 25mm; }
`;
