import { ROW_REM } from './table-view.ts';

export const reviewStyles = `
main { max-inline-size: 84rem; margin: 0 auto; padding: 1.5rem clamp(.8rem, 3vw, 2rem); display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.bar { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.lead p { margin: .1rem 0; }
.sum { margin: 0; }
label.button { position: relative; font-weight: 600; line-height: 1.3; padding: .55em 1.1em; border: 1px solid var(--line); border-radius: .5em; cursor: pointer; }
label.button:hover { background: var(--sheet); }
label.button:focus-within { outline: 3px solid var(--focus); outline-offset: 2px; }
.panel.care { background: var(--care-soft); border-color: var(--care); }
.filters { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .6rem .8rem; align-items: end; }
.filters label, .judge > label, .report label { display: grid; gap: .2rem; color: var(--quiet); font-size: .9rem; min-inline-size: 0; }
input:not([type=radio], [type=checkbox], .unseen), select, textarea {
  font: inherit; font-size: 1rem; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .4rem;
  padding: .4rem .5rem; min-block-size: 2.5rem; inline-size: 100%; min-inline-size: 0;
}
select:disabled { color: var(--quiet); background: var(--sheet); }
.facet { position: relative; min-inline-size: 0; }
.facet summary { display: grid; gap: .2rem; color: var(--quiet); font-size: .9rem; cursor: pointer; list-style: none; border-radius: .4rem; }
.facet summary::-webkit-details-marker { display: none; }
.facet .said { font-size: 1rem; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .4rem 1.6rem .4rem .5rem;
  min-block-size: 2.5rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; position: relative; }
.facet .said::after { content: ''; position: absolute; inset-inline-end: .7rem; inset-block-start: .95rem; inline-size: .45rem; block-size: .45rem;
  border: solid var(--quiet); border-width: 0 2px 2px 0; transform: rotate(45deg); }
.facet[open] .said { border-color: var(--leaf); }
.facet summary[aria-disabled=true] .said { color: var(--quiet); background: var(--sheet); }
.choices { position: absolute; z-index: 5; inset-inline-start: 0; inset-block-start: calc(100% + .2rem); inline-size: max(100%, 15rem); max-inline-size: calc(100vw - 2rem); max-block-size: 20rem; overflow: auto;
  background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; box-shadow: var(--shadow); padding: .5rem; display: grid; gap: .1rem; }
.choices.end { inset-inline: auto 0; }
.filters .choices label { display: grid; grid-template-columns: auto 1fr auto; gap: .6rem; align-items: center; color: var(--ink); font-size: .95rem; padding: .3rem .4rem; border-radius: .3rem; cursor: pointer; overflow-wrap: anywhere; }
.filters .choices label[hidden] { display: none; }
.filters .choices label:hover { background: var(--sheet); }
.choices input[type=checkbox] { inline-size: 1.1rem; block-size: 1.1rem; accent-color: var(--leaf); margin: 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: .8rem; }
figure { margin: 0; min-inline-size: 0; }
figcaption { font-weight: 600; margin-block-end: .4rem; }
figure svg { inline-size: 100%; block-size: auto; display: block; }
figure rect { fill: var(--leaf); }
figure line { stroke: var(--line); }
figure text { fill: var(--ink); font-size: 15px; }
figure details { margin-block-start: .4rem; font-size: .9rem; }
.numbers { max-block-size: 14rem; overflow: auto; }
.numbers th { font-weight: 400; text-align: start; }
.numbers td { text-align: end; padding-inline-start: 1rem; font-variant-numeric: tabular-nums; }
.scroll { overflow: auto; max-block-size: 70vh; border: 1px solid var(--line); border-radius: .6rem; }
.scroll table { border-collapse: separate; border-spacing: 0; inline-size: 100%; font-size: .95rem; }
.scroll th { position: sticky; inset-block-start: 0; z-index: 1; text-align: start; color: var(--quiet); font-weight: 600; background: var(--sheet); white-space: nowrap; padding: .5rem .8rem; }
.scroll tbody tr { block-size: ${ROW_REM}rem; }
.scroll tbody td { border-block-start: 1px solid var(--line); padding: 0 .8rem; block-size: ${ROW_REM}rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-inline-size: 18rem; }
.scroll tr.spacer td { border: 0; padding: 0; }
.scroll tr.new td.state { font-weight: 600; }
.scroll td:last-child:not([colspan]) { position: sticky; inset-inline-end: 0; background: var(--paper); text-align: end; }
.scroll th:last-child { inset-inline-end: 0; z-index: 2; }
td.time { font-variant-numeric: tabular-nums; }
td button { padding: .2rem .7rem; min-block-size: 2rem; }
.empty { text-align: center; padding: 3rem 1rem; }
dialog { inline-size: min(46rem, calc(100vw - 1.5rem)); max-block-size: 90vh; border: 1px solid var(--line); border-radius: .8rem; background: var(--paper); color: var(--ink); padding: 1.2rem; box-shadow: var(--shadow); }
dialog[open] { display: grid; gap: .8rem; align-content: start; grid-template-columns: minmax(0, 1fr); }
dialog::backdrop { background: var(--shade); }
dialog .bar { justify-content: space-between; }
dialog form { display: grid; gap: .7rem; }
dialog nav { display: flex; gap: .4rem; flex-wrap: wrap; }
fieldset { border: 1px solid var(--line); border-radius: .5rem; display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; margin: 0; padding: .5rem .8rem; min-inline-size: 0; }
.judge fieldset { border: 0; padding: 0; }
.judge button { justify-self: start; }
dialog form.allow { display: flex; flex-wrap: wrap; align-items: end; }
dialog form.allow + form.allow { margin-block-start: .8rem; }
.allow label { display: grid; gap: .2rem; font-size: .9rem; flex: 1 1 14rem; min-inline-size: 0; }
.report fieldset label { flex: 1 1 8rem; }
.item { margin-block: .2rem .6rem; }
.item dl { margin-block: .4rem; }
.item ul, .panel ul { margin: .4rem 0; padding-inline-start: 1.3rem; }
.code { font-family: ui-monospace, monospace; font-size: .9em; }
.small { font-size: .9rem; }
@media (max-width: 72rem) { .scroll .machine { display: none; } }
@media (max-width: 52rem) { .scroll .channel { display: none; } }
@media (max-width: 40rem) { .scroll .level, .scroll .state { display: none; } .scroll tbody td.site { max-inline-size: 5.2rem; } .scroll tbody td.time { white-space: normal; min-inline-size: 5.4rem; max-inline-size: 6rem; } .scroll table { font-size: .85rem; } .scroll .tag { white-space: nowrap; } .scroll th, .scroll tbody td { padding-inline: .5rem; } dialog dl { grid-template-columns: 1fr; gap: 0; } }
@page { margin: 15mm; }
@media print {
  button, .tools, .filters, .lead, details, dialog, .scroll th:last-child, .scroll td:last-child { display: none !important; }
  main { padding: 0; max-inline-size: none; display: block; }
  .charts { display: block; }
  .charts figure { break-inside: avoid; margin-block-end: .5rem; max-inline-size: 26rem; }
  .scroll { overflow: visible; max-block-size: none; border: 0; }
  .scroll th { position: static; }
  .scroll tr { break-inside: avoid; }
  .scroll table { font-size: .75rem; }
}
`;
