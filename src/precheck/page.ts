import { render } from 'lit';
import { stateResults } from '../certificate/certificate.ts';
import { SCAN_PATIENCE, ScanPool } from '../inspection/scan-pool.ts';
import { weigh } from '../policy/unit-rules.ts';
import { dressPage } from '../ui/page-styles.ts';
import { language, t } from '../ui/text.ts';
import type { Checked } from './check.ts';
import { holdAgainst } from './hold-against.ts';
import type { Gathered, Host } from './host.ts';
import { type Actions, type Filter, type Issued, PAGE_SIZE, type Trouble, type Verified } from './model.ts';
import { releasePictures } from './pictures.ts';
import { saveCertificate, saveNames } from './save.ts';
import { type Checker, Session } from './session.ts';
import { readTransfer, sourceOfText, sourcesOfFiles } from './sources.ts';
import { precheckStyles } from './styles.ts';
import { precheckView } from './view.ts';

/** More workers than this would fill the memory rather than save time. */
const MOST_LANES = 4;

/** Starts the page in `document` and returns what a person can do on it. Everything it learns stays in its memory. */
export function startPrecheck(host: Host): Actions {
  const lanes = Math.min(MOST_LANES, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));
  const session = new Session({ makeChecker: () => makeChecker(host, lanes), lanes, onChange: draw });
  let filter: Filter = null;
  let page = 0;
  let issued: Issued | null = null;
  let verified: Verified | null = null;
  let verifying = false;
  let gathered: Gathered | null = null;
  let troubles: Trouble[] = [];
  let drawing = false;

  const add: Parameters<typeof readTransfer>[1] = (sources) => {
    issued = null;
    session.add(sources);
  };
  const complain = (trouble: Trouble) => {
    if (!troubles.includes(trouble)) troubles = [...troubles, trouble];
    draw();
  };
  const actions: Actions = {
    add: (files) => add(sourcesOfFiles(files)),
    addText: (text) => add([sourceOfText(text, t('precheck_pasted_text'))]),
    addTransfer(data) {
      void readTransfer(data, add).then((unread) => {
        if (unread > 0) complain('precheck_trouble_folder');
      });
    },
    stop: () => session.stop(),
    resume: () => session.resume(),
    clear() {
      [filter, page, issued, gathered, troubles] = [null, 0, null, null, []];
      session.clear();
      releasePictures();
    },
    show(nextFilter, nextPage) {
      [filter, page] = [nextFilter, nextPage];
      draw();
    },
    issue() {
      void issue().catch(() => complain('precheck_trouble_sign'));
    },
    print: () => globalThis.print(),
    saveCertificate: () => issued && saveCertificate(issued),
    saveNames: () => issued && saveNames(issued),
    verify(certificate, files, keys) {
      verifying = true;
      draw();
      void holdAgainst(certificate, [...files], keys, host.signer).then((result) => {
        [verified, verifying] = [result, false];
        draw();
      });
    },
  };

  async function issue(): Promise<void> {
    const results = session.results();
    if (!results || !host.signer) return;
    const { tables } = await host.rules;
    const checker = { product: host.version, pack: tables.pack };
    const items = results.map(({ certified }) => certified);
    const certificate = await host.signer.sign(stateResults(items, checker, new Date()));
    issued = { certificate, names: results.map(({ name }) => name) };
    drawNow();
    document.getElementById('paper-title')?.focus();
  }

  function draw(): void {
    if (drawing) return;
    drawing = true;
    requestAnimationFrame(drawNow);
  }

  function drawNow(): void {
    drawing = false;
    const entries = session.list(filter, page * PAGE_SIZE, PAGE_SIZE);
    const canSign = host.signer !== null;
    const screen = {
      counts: session.count(),
      entries,
      filter,
      page,
      canSign,
      issued,
      verified,
      verifying,
      gathered,
      troubles,
    };
    const root = document.getElementById('root');
    if (root) render(precheckView(screen, actions), root);
  }

  dressPage(`${t('precheck_title')} · ${t('productName')}`, language(), precheckStyles);
  listenForTransfers(actions);
  drawNow();
  const ended = new AbortController();
  addEventListener('pagehide', () => ended.abort(), { once: true });
  host.gather?.(add, ended.signal).then(
    (from) => {
      gathered = from;
      draw();
    },
    () => complain('precheck_trouble_gather'),
  );
  return actions;
}

function makeChecker(host: Host, size: number): Checker {
  const end = new AbortController();
  const pool = new ScanPool<Checked>({
    makeWorker: () =>
      new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module', name: host.visionFolder }),
    size,
    patience: SCAN_PATIENCE,
    idle: 60_000,
    signal: end.signal,
  });
  // One set of rules for the whole visit: a certificate names one.
  const ready = host.rules.then((rules) => pool.use(rules));
  return {
    async check(file) {
      await ready;
      const checked = await pool.scan(file);
      return { checked, action: weigh(checked, await host.rules).action };
    },
    stop: () => end.abort(),
  };
}

/** Files and text may be dropped and pasted anywhere; text that goes into a field is the field's. */
function listenForTransfers(actions: Actions): void {
  const isForField = (event: Event, data: DataTransfer | null) =>
    event.target instanceof HTMLElement &&
    event.target.matches('textarea, input') &&
    !data?.types.includes('Files');
  const over = (on: boolean) => document.querySelector('.drop')?.classList.toggle('over', on);
  document.addEventListener('dragover', (event) => {
    if (isForField(event, event.dataTransfer)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) over(false);
  });
  document.addEventListener('drop', (event) => {
    over(false);
    if (!event.dataTransfer || isForField(event, event.dataTransfer)) return;
    event.preventDefault();
    actions.addTransfer(event.dataTransfer);
  });
  document.addEventListener('paste', (event) => {
    if (!event.clipboardData || isForField(event, event.clipboardData)) return;
    event.preventDefault();
    actions.addTransfer(event.clipboardData);
  });
}
