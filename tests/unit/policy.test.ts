import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { managedSchema, settingShapes } from '../../scripts/managed-schema.ts';
import type { Channel } from '../../src/engine/verdict.ts';
import { besideAdministrator } from '../../src/policy/administered.ts';
import { isGuarded, modeAt } from '../../src/policy/applies.ts';
import { bundledPolicy, bundledSites } from '../../src/policy/bundled.ts';
import { decide } from '../../src/policy/decide.ts';
import { mergeLayers } from '../../src/policy/layers.ts';
import type { Layer, Policy } from '../../src/policy/policy.ts';
import { readHostPattern, readLayer, settingNames } from '../../src/policy/schema.ts';
import { hostsAsRegExp, matchesHost } from '../../src/policy/sites.ts';
import { bundledTables } from '../../src/rules/bundled.ts';

const on = (site: string, sites: Policy['sites'] = { add: [], remove: [] }) =>
  isGuarded({ site, frame: site }, { sites }, bundledSites);
const merge = (layers: { managed?: Layer; server?: Layer; local?: Layer }) =>
  mergeLayers(bundledPolicy, { managed: {}, server: {}, local: {}, ...layers });

describe('matching hosts', () => {
  it('covers the bare host and all below it with *., and only the host itself without', () => {
    expect(matchesHost('zalo.me', ['*.zalo.me'])).toBe(true);
    expect(matchesHost('a.b.zalo.me', ['*.zalo.me'])).toBe(true);
    expect(matchesHost('notzalo.me', ['*.zalo.me'])).toBe(false);
    expect(matchesHost('zalo.me.example.com', ['*.zalo.me'])).toBe(false);
    expect(matchesHost('mail.google.com', ['mail.google.com'])).toBe(true);
    expect(matchesHost('evil.mail.google.com', ['mail.google.com'])).toBe(false);
    expect(matchesHost('', ['*.zalo.me'])).toBe(false);
    expect(matchesHost('anything', ['*'])).toBe(true);
  });

  it('says the same as a regular expression', () => {
    const label = fc.stringMatching(/^[ab]{1,2}$/);
    const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const pattern = fc.tuple(fc.boolean(), host).map(([wild, base]) => (wild ? `*.${base}` : base));
    fc.assert(
      fc.property(host, fc.array(pattern, { minLength: 1, maxLength: 4 }), (name, patterns) => {
        expect(new RegExp(hostsAsRegExp(patterns)).test(name)).toBe(matchesHost(name, patterns));
      }),
    );
    expect(new RegExp(hostsAsRegExp(['*'])).test('any.host')).toBe(true);
    expect(new RegExp(hostsAsRegExp([])).test('any.host')).toBe(false);
    expect(new RegExp(hostsAsRegExp(['a.vn'])).test('axvn')).toBe(false);
  });

  it('reads a host however it was written', () => {
    expect(readHostPattern(' Mail.Example.VN ')).toBe('mail.example.vn');
    expect(readHostPattern('*.Example.vn')).toBe('*.example.vn');
    expect(readHostPattern('*.bücher.vn')).toBe('*.xn--bcher-kva.vn');
    for (const wrong of ['', 'https://a.vn', 'a.vn/x', 'a.vn:8080', '*a.vn', 'a.*.vn', 'a b.vn', '.vn', '*.'])
      expect(readHostPattern(wrong), wrong).toBeNull();
  });
});

describe('protected sites', () => {
  it('are by default Zalo Web, common webmails, E-Offices, and every gov.vn and edu.vn host', () => {
    for (const host of [
      'chat.zalo.me',
      'mail.google.com',
      'outlook.office.com',
      'outlook.live.com',
      'mail.yahoo.com',
      'tinh.vnptioffice.vn',
      'voffice.viettel.vn',
      'eoffice.mobifone.vn',
      'mail.sotuphap.gov.vn',
      'thcs-a.edu.vn',
    ])
      expect(on(host), host).toBe(true);
    for (const host of ['vnexpress.net', 'www.google.com', 'localhost', 'gov.vn.example.com'])
      expect(on(host), host).toBe(false);
  });

  it('grow and shrink by policy, and the more exact pattern wins', () => {
    expect(on('office.example.vn', { add: ['*.example.vn'], remove: [] })).toBe(true);
    expect(on('tracuu.bo.gov.vn', { add: [], remove: ['tracuu.bo.gov.vn'] })).toBe(false);
    expect(on('mail.bo.gov.vn', { add: [], remove: ['tracuu.bo.gov.vn'] })).toBe(true);
    expect(on('mail.bo.gov.vn', { add: ['mail.bo.gov.vn'], remove: ['*.bo.gov.vn'] })).toBe(true);
    expect(on('x.bo.gov.vn', { add: ['mail.bo.gov.vn'], remove: ['*.bo.gov.vn'] })).toBe(false);
    expect(on('a.vn', { add: ['*'], remove: ['a.vn'] })).toBe(false);
    expect(on('a.vn', { add: ['a.vn'], remove: ['a.vn'] })).toBe(true);
  });

  it('are all when policy says so, but for those it removes, and a weaker layer removes none', () => {
    const { policy } = merge({
      managed: { protect: 'all', sites: { remove: ['intranet.unit.vn'] } },
      local: { sites: { remove: ['mail.google.com'] } },
    });
    const everywhere = (site: string) => isGuarded({ site, frame: site }, policy, bundledSites);
    expect(everywhere('vnexpress.net')).toBe(true);
    expect(everywhere('mail.google.com')).toBe(true);
    expect(everywhere('intranet.unit.vn')).toBe(false);
  });

  it('follow the top-level page, not the frame', () => {
    const sites = { sites: { add: [], remove: [] } };
    expect(isGuarded({ site: 'chat.zalo.me', frame: 'cdn.example.net' }, sites, bundledSites)).toBe(true);
    expect(isGuarded({ site: 'example.net', frame: 'chat.zalo.me' }, sites, bundledSites)).toBe(false);
  });
});

describe('layers of policy', () => {
  it('leave the bundled policy alone when nobody sets anything', () => {
    expect(merge({})).toEqual({ policy: bundledPolicy, setBy: {} });
  });

  it('let the administrator win over the server, the server over this machine, and say who set what', () => {
    const { policy, setBy } = merge({
      managed: { markings: 'block', outcomes: { encrypted: 'hold' } },
      server: { markings: 'warn', contact: 'Chị Lan', outcomes: { encrypted: 'allow', damaged: 'warn' } },
      local: { markings: 'allow', contact: 'Anh Ba', categories: 'report' },
    });
    expect(policy.markings).toBe('block');
    expect(policy.contact).toBe('Chị Lan');
    expect(policy.categories).toBe('report');
    expect(policy.outcomes).toMatchObject({ default: 'hold', encrypted: 'hold', damaged: 'warn' });
    expect(setBy).toEqual({
      markings: 'managed',
      contact: 'server',
      categories: 'local',
      'outcomes.encrypted': 'managed',
      'outcomes.damaged': 'server',
    });
  });

  it('add up the sites of all layers', () => {
    const { policy } = merge({
      managed: { sites: { add: ['a.vn'] } },
      server: { sites: { add: ['b.vn'], remove: ['x.gov.vn'] } },
      local: { sites: { add: ['a.vn'] } },
    });
    expect([...policy.sites.add].sort()).toEqual(['a.vn', 'b.vn']);
    expect(policy.sites.remove).toEqual(['x.gov.vn']);
  });

  it('do not let a weaker layer take away, even by a more exact pattern, what a stronger one added', () => {
    const { policy, setBy } = merge({
      managed: { sites: { add: ['*.unit.vn'] } },
      local: { sites: { remove: ['mail.unit.vn', 'x.gov.vn'] } },
    });
    expect(on('mail.unit.vn', policy.sites)).toBe(true);
    expect(on('x.gov.vn', policy.sites)).toBe(false);
    expect(setBy).toEqual({ 'sites.add *.unit.vn': 'managed', 'sites.remove x.gov.vn': 'local' });
  });
});

describe('reading a layer', () => {
  it('keeps what makes sense and names what does not, down to a single host', () => {
    const { layer, problems } = readLayer({
      markings: 'blok',
      contact: 'Chị Lan',
      colour: 'red',
      outcomes: { encrypted: 'warn', scanned: 'allow' },
      sites: { add: ['*.Unit.vn', 'https://x.vn/', 'y.vn'], ad: [] },
    });
    expect(layer).toEqual({
      contact: 'Chị Lan',
      outcomes: { encrypted: 'warn' },
      sites: { add: ['*.unit.vn', 'y.vn'] },
    });
    expect(problems.map(({ setting }) => setting).sort()).toEqual([
      'colour',
      'markings',
      'outcomes.scanned',
      'sites.ad',
      'sites.add.1',
    ]);
  });

  it('never throws, and never lets anything but known settings through', () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        const { layer } = readLayer(raw);
        expect(Object.keys(layer).every((key) => (settingNames as string[]).includes(key))).toBe(true);
      }),
    );
  });

  it('drops a whole exception with a mistake in it, which would mean more without its fault', () => {
    const { layer, problems } = readLayer({
      actions: [
        { action: 'allow', chanel: 'paste' },
        { action: 'warn', site: '*.bo.gov.vn' },
      ],
    });
    expect(layer).toEqual({ actions: [{ action: 'warn', site: '*.bo.gov.vn' }] });
    expect(problems.map(({ setting }) => setting)).toEqual(['actions.0.chanel']);
  });

  it('takes a server by its https origin only, and pack folders with or without their last slash', () => {
    expect(readLayer({ server: 'https://Unit.example.vn/' }).layer.server).toBe('https://unit.example.vn');
    expect(readLayer({ server: '' }).layer.server).toBe('');
    for (const server of ['http://unit.example.vn', 'https://a:b@unit.vn', 'https://unit.vn/x', 'unit.vn'])
      expect(readLayer({ server }).problems.length, server).toBe(1);
    expect(readLayer({ updates: { sources: ['https://files.vn/packs', 'ftp://x/'], hours: 12 } })).toEqual({
      layer: { updates: { sources: ['https://files.vn/packs/'], hours: 12 } },
      problems: [expect.objectContaining({ setting: 'updates.sources.1' })],
    });
  });

  it('knows which days exist', () => {
    for (const day of ['', '2026-12-31', '2028-02-29'])
      expect(readLayer({ graceUntil: day }).problems, day).toEqual([]);
    for (const day of ['31/12/2026', '2026-02-30', '2026-13-01', 'mai'])
      expect(readLayer({ graceUntil: day }).problems.length, day).toBe(1);
  });

  it('has a schema for administrators that was made from it, with words in both languages', async () => {
    const managed = JSON.parse(readFileSync('public/managed-schema.json', 'utf8'));
    expect(managed).toEqual(await managedSchema());
    expect(Object.keys(managed.properties).sort()).toEqual([...settingNames].sort());
    expect(JSON.stringify(managed)).not.toContain('undefined');
    expect(JSON.stringify(managed)).not.toMatch(/"(enum|minimum|maximum)"/);
    const { properties = {} } = await settingShapes();
    expect(properties.mode?.enum).toEqual(['watch', 'warn', 'block']);
    for (const [setting, { enum: values }] of Object.entries(properties))
      for (const value of values ?? []) expect(readLayer({ [setting]: value }).problems).toEqual([]);
    expect(Object.keys(managed.properties.outcomes.properties)).toContain('encrypted');
  });
});

describe('exceptions', () => {
  const marking = (level: 'mat' | 'tuyet-mat') => ({
    finding: {
      ruleId: 'marking.x',
      kind: 'marking',
      level,
      action: 'block',
      confidence: 1,
      start: 0,
      end: 1,
      signals: [],
    } as const,
    where: 'text',
  });
  const on = (policy: Policy, site: string, channel: Channel, level: 'mat' | 'tuyet-mat' = 'mat') =>
    decide([marking(level)], 'scanned', policy, { destination: { site, frame: site }, channel }).action;

  it('count by the most exact that matches level, site and channel', () => {
    const { policy } = merge({
      managed: {
        actions: [
          { action: 'report', site: '*.bo.gov.vn' },
          { action: 'warn', site: '*.bo.gov.vn', level: 'mat' },
          { action: 'allow', site: '*.bo.gov.vn', level: 'mat', channel: 'file-picker' },
          { action: 'block', site: 'mail.bo.gov.vn' },
        ],
      },
    });
    expect(on(policy, 'chat.zalo.me', 'paste')).toBe('block');
    expect(on(policy, 'a.bo.gov.vn', 'paste', 'tuyet-mat')).toBe('report');
    expect(on(policy, 'a.bo.gov.vn', 'paste')).toBe('warn');
    expect(on(policy, 'a.bo.gov.vn', 'file-picker')).toBe('allow');
    expect(on(policy, 'mail.bo.gov.vn', 'file-picker')).toBe('block');
  });

  it('of a weaker layer never stand above what a stronger one set', () => {
    const { policy, setBy } = merge({
      managed: { markings: 'block', actions: [{ action: 'block', kind: 'category', site: '*.gov.vn' }] },
      local: {
        actions: [
          { action: 'allow', site: 'a.gov.vn' },
          { action: 'allow', kind: 'category', site: 'a.gov.vn' },
        ],
      },
    });
    expect(on(policy, 'a.gov.vn', 'paste')).toBe('block');
    expect(policy.actions[0]).toEqual({ action: 'block', kind: 'category', site: '*.gov.vn' });
    expect(Object.keys(setBy)).not.toContain('actions marking a.gov.vn allow');
    expect(setBy['actions category *.gov.vn block']).toBe('managed');
  });

  it('without a destination, as on the command line, are those for every site', () => {
    const { policy } = merge({ managed: { actions: [{ action: 'allow', site: '*.vn' }] } });
    expect(decide([marking('mat')], 'scanned', policy).action).toBe('block');
  });
});

describe('modes', () => {
  const marking = {
    finding: {
      ruleId: 'marking.x',
      kind: 'marking',
      level: 'mat',
      action: 'block',
      confidence: 1,
      start: 0,
      end: 1,
      signals: [],
    } as const,
    where: 'text',
  };
  const inMode = (mode: Policy['mode']) => ({ ...bundledPolicy, mode });

  it('watch records, warn asks, and neither lets an unread file be held', () => {
    expect(decide([marking], 'scanned', inMode('watch'))).toMatchObject({ action: 'report', level: 'mat' });
    expect(decide([marking], 'scanned', inMode('warn')).action).toBe('warn');
    expect(decide([], 'encrypted', inMode('watch')).action).toBe('report');
    expect(decide([], 'encrypted', inMode('warn')).action).toBe('warn');
    expect(decide([], 'scanned', inMode('watch')).action).toBe('allow');
  });

  it('end with the last day of their grace', () => {
    const grace = { mode: 'watch', graceUntil: '2026-12-31' } as const;
    expect(modeAt(grace, new Date(2026, 11, 31, 23, 59))).toBe('watch');
    expect(modeAt(grace, new Date(2027, 0, 1, 0, 0))).toBe('block');
    expect(modeAt({ mode: 'watch', graceUntil: '' }, new Date(2099, 0, 1))).toBe('watch');
  });
});

describe('sectors', () => {
  it('that are off make their categories silent, and theirs alone', () => {
    const category = (sector: string) => ({
      finding: {
        ruleId: `category.${sector}.x`,
        kind: 'category',
        level: 'mat',
        action: 'warn',
        confidence: 1,
        start: 0,
        end: 1,
        signals: [],
      } as const,
      where: 'text',
    });
    const policy = { ...bundledPolicy, sectors: ['education'] };
    expect(decide([category('health')], 'scanned', policy)).toMatchObject({ action: 'allow', level: null });
    expect(decide([category('education')], 'scanned', policy).action).toBe('warn');
  });

  it('are named by the rule ids of every category', () => {
    for (const { ruleId, sector } of bundledTables.categories)
      expect(ruleId.startsWith(`category.${sector}.`), ruleId).toBe(true);
  });
});

describe('deciding', () => {
  const located = (kind: 'marking' | 'category', action: 'warn' | 'block') => ({
    finding: {
      ruleId: 'r',
      kind,
      level: 'mat',
      action,
      confidence: 1,
      start: 0,
      end: 1,
      signals: [],
    } as const,
    where: 'text',
  });

  it('allows what was scanned and holds nothing', () => {
    expect(decide([], 'scanned', bundledPolicy)).toMatchObject({ action: 'allow', level: null });
  });

  it('blocks a marking, warns for a category, holds what could not be read', () => {
    expect(decide([located('marking', 'block')], 'scanned', bundledPolicy)).toMatchObject({
      action: 'block',
      level: 'mat',
    });
    expect(decide([located('category', 'warn')], 'scanned', bundledPolicy).action).toBe('warn');
    expect(decide([], 'encrypted', bundledPolicy).action).toBe('hold');
  });

  it('lets a finding made before the scan broke off win over the hold', () => {
    expect(decide([located('marking', 'block')], 'timed-out', bundledPolicy).action).toBe('block');
  });

  it('never makes a finding stricter than its rule', () => {
    expect(decide([located('marking', 'warn')], 'scanned', bundledPolicy).action).toBe('warn');
  });
});

describe("this machine's own layer beside an administrator's", () => {
  const local: Layer = {
    mode: 'watch',
    markings: 'allow',
    contact: 'Tôi',
    protect: 'listed',
    sites: { add: ['a.vn'], remove: ['*.gov.vn'] },
    actions: [{ action: 'allow' }],
    outcomes: { default: 'allow' },
    sectors: [],
    retentionDays: 1,
    graceUntil: '2999-01-01',
    updates: { root: 'a'.repeat(64) },
    server: 'https://mine.example',
  };

  it('counts as a whole where there is no administrator', () => {
    expect(besideAdministrator(local, {})).toEqual(local);
  });

  it('names people and adds protection, and takes none away', () => {
    const beside = besideAdministrator(local, { deviceName: 'VP-03' });
    expect(beside).toEqual({ contact: 'Tôi', sites: { add: ['a.vn'] } });
    expect(besideAdministrator({ protect: 'all' }, { mode: 'block' })).toEqual({ protect: 'all' });
    const { policy } = mergeLayers(bundledPolicy, {
      managed: { deviceName: 'VP-03' },
      server: {},
      local: beside,
    });
    expect(policy).toMatchObject({ mode: bundledPolicy.mode, markings: bundledPolicy.markings });
    expect(policy.sites.remove).toEqual(bundledPolicy.sites.remove);
  });
});
