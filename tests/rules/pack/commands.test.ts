import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
let folder: string;
let bin: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'la-chan-rules-'));
  bin = join(folder, 'bin');
  mkdirSync(bin);
  execFileSync(process.execPath, ['scripts/build-cli.ts', join(folder, 'cli')], {
    cwd: root,
    stdio: 'ignore',
  });
  symlinkSync(join(folder, 'cli', 'la-chan.js'), join(bin, 'la-chan'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function shell(script: string, where: string) {
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    LANG: 'vi_VN.UTF-8',
    LC_ALL: '',
  };
  return spawnSync('bash', ['--norc', '-eu', '-c', script], { cwd: where, env, encoding: 'utf8' });
}

function place(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

describe('docs/admin/rule-packs.md', () => {
  const guide = readFileSync(join(root, 'docs/admin/rule-packs.md'), 'utf8');
  // The days in the guide must lie ahead whenever this runs.
  const year = new Date().getFullYear() + 2;
  const blocks = [...guide.matchAll(/^```sh( refused)?\n([\s\S]*?)^```$/gm)].map(
    ([, refused, script = '']) => ({
      script: script.replace(/\b20\d\d(?=-\d\d-\d\d\b)/g, String(year)),
      refused: refused !== undefined,
    }),
  );

  it('has commands', () => expect(blocks.length).toBeGreaterThan(12));

  // Some fifty commands, each a process of its own.
  it('works from the first command to the last', { timeout: 300_000 }, () => {
    const where = place('guide');
    for (const { script, refused } of blocks) {
      const { status, stderr, stdout } = shell(script, where);
      const told = `${script}\n${stdout}${stderr}`;
      if (refused) expect(stderr, told).toContain('la-chan: ');
      expect(status === 0, told).toBe(!refused);
      expect(stderr, told).not.toContain('    at ');
    }
    const published = readdirSync(join(where, 'www')).sort();
    expect(published).toEqual([
      'chung-1.json',
      'chung-2.json',
      'chung-3.json',
      'chung-4.json',
      'latest.json',
    ]);
    expect(JSON.parse(readFileSync(join(where, 'www/latest.json'), 'utf8'))).toMatchObject({
      version: 4,
      file: 'chung-4.json',
    });
  });

  it('leaves no plain keyword and no reason in a published pack', () => {
    const pack = readFileSync(join(folder, 'guide/www/chung-2.json'), 'utf8').normalize('NFC').toLowerCase();
    for (const secret of ['sao mai', 'hải đăng', 'báo nhầm, đã', 'quyết định giao'])
      expect(pack).not.toContain(secret);
  });

  it('keeps private keys for their owner', () => {
    expect(statSync(join(folder, 'guide/goc-1.key.pem')).mode & 0o077).toBe(0);
    expect(readFileSync(join(folder, 'guide/goc-1.key.pem'), 'utf8')).toContain('ENCRYPTED');
  });
});

describe('la-chan rules check', () => {
  it('names file, line and mistake in plain Vietnamese, all of them at once', () => {
    const where = place('mistakes');
    shell('la-chan rules new goi --unit bac-ha && mkdir goi/markings', where);
    writeFileSync(
      join(where, 'goi/keywords/du-an.yaml'),
      'id: keyword.du-an\naction: stop\nwords: Sao Mai\nsuorce: x\nexamples:\n  match: []\n  ignore: [a]\n',
    );
    writeFileSync(join(where, 'goi/markings/x.yaml'), 'id: marking.x\n  level: [mat\n');
    writeFileSync(join(where, 'goi/markings/notes.txt'), 'x');
    const { status, stderr } = shell('la-chan rules check goi', where);
    expect(status).toBe(3);
    expect(stderr).toContain(
      'keywords/du-an.yaml:2: «action» không nhận giá trị «stop»; chọn một trong: warn, block',
    );
    expect(stderr).toContain('keywords/du-an.yaml:3: «words» phải là danh sách');
    expect(stderr).toContain('keywords/du-an.yaml:4: không có mục nào tên là «suorce»');
    expect(stderr).toContain('keywords/du-an.yaml:1: thiếu mục «source»');
    expect(stderr).toContain('keywords/du-an.yaml:6: «examples.match» đang để trống');
    expect(stderr).toMatch(/markings\/x\.yaml:\d: không đọc được vì sai cách viết YAML/);
    expect(stderr).toContain('markings/notes.txt:1: không phải tệp quy tắc');
  });

  it('names an empty file, and aliases that would multiply without end', () => {
    const where = place('odd-yaml');
    shell('la-chan rules new goi --unit bac-ha && rm goi/stages.yaml', where);
    const layers = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`);
    writeFileSync(join(where, 'goi/keywords/du-an.yaml'), ['a0: &a0 [x]', ...layers].join('\n'));
    expect(shell('la-chan rules check goi', where).stderr).toMatch(/keywords\/du-an\.yaml:1: không đọc được/);
    writeFileSync(join(where, 'goi/pack.yaml'), '');
    const { status, stderr } = shell('la-chan rules check goi', where);
    expect(stderr).toContain('pack.yaml:1: «…» phải gồm các mục con');
    expect(status).toBe(3);
  });

  it('names rules that overlap', () => {
    const where = place('overlaps');
    shell(
      'la-chan rules new goi --unit bac-ha && mkdir goi/foreign && rm -r goi/keywords goi/stages.yaml',
      where,
    );
    const examples = 'examples: { match: [x], ignore: [y] }';
    writeFileSync(
      join(where, 'goi/foreign/a.yaml'),
      `id: foreign.a\nstrong: [Top Secret, LIVE SECRET FOREVER]\nweak: []\nsource: x\n${examples}\n`,
    );
    writeFileSync(
      join(where, 'goi/foreign/b.yaml'),
      `id: foreign.france\nstrong: [X]\nweak: []\nsource: x\n${examples}\n`,
    );
    const { status, stdout } = shell('la-chan rules check goi', where);
    expect(status).toBe(0);
    expect(stdout).toContain('«foreign.france»');
    expect(stdout).toMatch(/Trùng: cụm «TOP SECRET» có ở cả foreign\.a và foreign\.us/);
    expect(stdout).toMatch(/Che nhau: cụm «SECRET» .* nằm trong cụm «LIVE SECRET FOREVER» \(foreign\.a\)/);
  });

  it('warns of short, everyday and one-word phrases, and refuses a name that tells the keyword', () => {
    const where = place('advice');
    shell('la-chan rules new goi --unit bac-ha && rm goi/stages.yaml && mkdir goi/categories', where);
    const keyword = (name: string, words: string) =>
      writeFileSync(
        join(where, 'goi/keywords/du-an.yaml'),
        `id: keyword.du-an\nname: ${name}\naction: warn\nwords: [${words}]\nsource: x\nexamples: { match: [${words}], ignore: [y] }\n`,
      );
    writeFileSync(
      join(where, 'goi/categories/x.yaml'),
      `sector: education
decision: x
items:
  - id: category.education.x
    name: Bộ đề của trường
    item: x
    level: mat
    near: 200
    concepts:
      a: [ông, danh sách thí sinh dự bị]
      b: [kế hoạch, biểu điểm chấm]
    examples: { match: [danh sách thí sinh dự bị và biểu điểm chấm], ignore: [y] }
`,
    );
    keyword('Tài liệu dự án', 'Hải Đăng 27');
    const first = shell('la-chan rules check goi', where);
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toContain('category.education.x: cụm «ông» chỉ có 3 chữ cái');
    expect(first.stdout).toMatch(/category\.education\.x: cụm «kế hoạch» có trong \d+% câu thường ngày/);
    expect(first.stdout).not.toContain('danh sách thí sinh');
    expect(first.stdout).not.toContain('keyword.du-an có');
    keyword('Tài liệu dự án', 'Hải27');
    expect(shell('la-chan rules check goi', where).stdout).toContain('keyword.du-an có từ khóa chỉ một từ');
    keyword('Dự án Hai Dang 27', 'Hải Đăng 27');
    const { status, stderr } = shell('la-chan rules check goi', where);
    expect(status).toBe(3);
    expect(stderr).toContain('keywords/du-an.yaml:2: «name» là «Dự án Hai Dang 27» chứa chính từ khóa');
    keyword('"Dự án \u202e"', 'Hải Đăng 27');
    expect(shell('la-chan rules check goi', where).stderr).toContain('keywords/du-an.yaml:2: ');
  });

  it('names a stage of a rule that does not exist', () => {
    const where = place('stages');
    shell('la-chan rules new goi --unit bac-ha && rm -r goi/keywords', where);
    const { status, stderr } = shell('la-chan rules check goi', where);
    expect(status).toBe(3);
    expect(stderr).toContain('stages.yaml:2: không có quy tắc nào mã là «keyword.du-an»');
  });
});

describe('la-chan rules test', () => {
  it('fails on an example that does not come out, and builds nothing', () => {
    const where = place('examples');
    shell(
      'la-chan rules new goi --unit bac-ha && sed -i "s/source: .*/source: x/; s/Trường mầm non Sao Mai/Sao Mai 27/" goi/keywords/du-an.yaml',
      where,
    );
    const { status, stderr } = shell('la-chan rules test goi', where);
    expect(status).toBe(3);
    expect(stderr).toContain('keyword.du-an không được tìm thấy trong');
  });

  it('tells what a pack would newly stop and newly let pass, in every format', () => {
    const where = place('documents');
    shell(
      `la-chan rules new cu --unit bac-ha && cp -r cu moi
       for f in cu moi; do sed -i "s/source: .*/source: x/" $f/keywords/du-an.yaml; rm $f/stages.yaml; done
       sed -i "s/Sao Mai 27/Biển Đông 9/g" moi/keywords/du-an.yaml
       mkdir tl && cp "${root}/tests/documents/fixtures/docx/"{ok,blocked}.docx tl
       printf "về Sao Mai 27" > tl/cu.txt; printf "về Biển Đông 9" > tl/moi.txt`,
      where,
    );
    const { status, stdout, stderr } = shell('la-chan rules test moi --documents tl --against cu', where);
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('+ moi.txt: Cho qua → Nhắc, hỏi lý do (keyword.du-an)');
    expect(stdout).toContain('- cu.txt: Nhắc, hỏi lý do → Cho qua');
    expect(stdout).toContain('Đã quét thử 4 tài liệu: 1 bị xử lý chặt hơn (+), 1 nhẹ hơn (-)');
    shell('la-chan rules allow moi tl/blocked.docx --until 2999-01-01 --reason x', where);
    expect(shell('la-chan rules test moi --documents tl --against cu', where).stdout).toContain(
      '- blocked.docx: Chặn → Cho qua (marking.',
    );
  });
});

describe('la-chan rules firefox', () => {
  const where = () => place(`firefox-${Math.random().toString(36).slice(2)}`);
  interface Rule {
    Name: string;
    Type: string;
    Domains: string[];
    ContentPatterns: string[];
    Message: string;
  }
  const rulesOf = (text: string): Rule[] => JSON.parse(text).policies.DataLossPrevention.Rules;

  it('hands on what a regular expression can hold, and that stops no example that a rule must ignore', () => {
    const { status, stdout, stderr } = shell('la-chan rules firefox', where());
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(' danh mục, 0 nhóm từ khóa riêng');
    const rules = rulesOf(stdout);
    expect(rules.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['marking-mat', 'marking-toi-mat', 'marking-tuyet-mat', 'foreign-nato']),
    );
    const finds = (rule: Rule, text: string) =>
      rule.ContentPatterns.some((pattern) => new RegExp(pattern).test(text));
    const examples: { ruleId: string; match: string[]; ignore: string[] }[] = JSON.parse(
      readFileSync(join(root, '.generated/rule-examples.json'), 'utf8'),
    );
    for (const { ruleId, match, ignore } of examples) {
      for (const text of ignore)
        expect(
          rules.filter((rule) => finds(rule, text)).map(({ Name }) => Name),
          text,
        ).toEqual([]);
      if (!ruleId.startsWith('marking.')) continue;
      const own = rules.find(({ Name }) => Name === ruleId.replaceAll('.', '-'))!;
      for (const text of match)
        for (const form of ['NFC', 'NFD']) expect(finds(own, text.normalize(form)), text).toBe(true);
    }
    for (const rule of rules) {
      expect(rule.Name).toMatch(/^[a-z0-9-]{1,64}$/);
      expect(rule.Type).toBe('warn');
      expect(rule.Domains).toContain('zalo.me');
      // Nothing that only one kind of regular expression knows.
      expect(rule.ContentPatterns.join()).not.toMatch(/\(\?[^:]|\\b|\\p/);
    }
  });

  it('follows the unit’s policy and pack', () => {
    const here = where();
    shell(
      'la-chan rules new goi --unit bac-ha && sed -i "s/source: .*/source: x/" goi/keywords/du-an.yaml',
      here,
    );
    writeFileSync(
      join(here, 'goi/stages.yaml'),
      '- { rule: marking.mat, stage: report }\n- { rule: marking.toi-mat, stage: warn }\n',
    );
    writeFileSync(
      join(here, 'don-vi.json'),
      '{ "contact": "Chị Lan", "sites": { "add": ["*.xa-thu.vn"], "remove": ["*.edu.vn"] } }',
    );
    const { status, stderr } = shell(
      'la-chan rules firefox goi --policy don-vi.json --block --to ff.json',
      here,
    );
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('1 nhóm từ khóa riêng, 1 quy tắc đang thử');
    const rules = rulesOf(readFileSync(join(here, 'ff.json'), 'utf8'));
    expect(rules.find(({ Name }) => Name === 'marking-mat')).toBeUndefined();
    expect(rules.find(({ Name }) => Name === 'marking-toi-mat')?.Type).toBe('warn');
    const strictest = rules.find(({ Name }) => Name === 'marking-tuyet-mat')!;
    expect(strictest).toMatchObject({ Type: 'block', Message: expect.stringContaining('Chị Lan') });
    expect(strictest.Domains).toContain('xa-thu.vn');
    expect(strictest.Domains).not.toContain('edu.vn');
    writeFileSync(join(here, 'don-vi.json'), '{ "mode": "blok" }');
    const bad = shell('la-chan rules firefox --policy don-vi.json', here);
    expect([bad.status, bad.stderr]).toEqual([3, expect.stringContaining('don-vi.json: mục «mode» sai')]);
  });
});

describe('la-chan rules publish', () => {
  it('refuses what machines would refuse and leaves the folder as it was', () => {
    const where = place('publish');
    const made = shell(
      `la-chan rules new goi --unit bac-ha && rm -r goi/keywords goi/stages.yaml
       la-chan rules keys new k --no-passphrase; la-chan rules keys new la --kind p256 --no-passphrase
       la-chan rules root new r.json --unit bac-ha --expires 2999-01-01 --root-key k.pub.json --pack-key k.pub.json
       la-chan rules sign r.json --key k.key.pem
       la-chan rules build goi --roots r.json -o p.json && cp p.json unsigned.json
       la-chan rules sign p.json --key k.key.pem && la-chan rules publish p.json --to www`,
      where,
    );
    expect(made.status, made.stderr).toBe(0);
    const before = readFileSync(join(where, 'www/latest.json'), 'utf8');
    const refusals = [
      ['la-chan rules publish unsigned.json --to www', 'chưa đủ số chữ ký'],
      ['head -c 900 p.json > half.json; la-chan rules publish half.json --to www', 'bị hỏng, bị cắt cụt'],
      ['la-chan rules publish r.json --to www', 'bị hỏng, bị cắt cụt'],
      ['la-chan rules sign unsigned.json --key la.key.pem', 'không được gốc tin cậy'],
      [
        'la-chan rules build --from p.json --version 1 --days 2 --roots r.json -o q.json; la-chan rules sign q.json --key k.key.pem; la-chan rules publish q.json --to www',
        'cùng số phiên bản mà khác nội dung',
      ],
    ] as const;
    for (const [script, words] of refusals) {
      const { status, stderr } = shell(script, where);
      expect(stderr, script).toContain(words);
      expect(status, script).toBe(3);
    }
    expect(readFileSync(join(where, 'www/latest.json'), 'utf8')).toBe(before);
    expect(readdirSync(join(where, 'www')).sort()).toEqual(['chung-1.json', 'latest.json']);
  });
});

describe('wrong use', () => {
  it.each([
    '',
    'nonsense',
    'new',
    'keys new x',
    'root new x',
    'build',
    'verify x --nonsense',
    'publish x',
    'test x --site y',
    'allow a b',
  ])('of la-chan rules %s shows how to use it', (args) => {
    const { status, stderr } = shell(`la-chan rules ${args}`, folder);
    // A file that is missing is told before an option that is.
    expect([64, 3], stderr).toContain(status);
    expect(stderr).toMatch(/la-chan rules|không tìm thấy/);
    expect(stderr).not.toContain('    at ');
  });

  it.each(['check no-folder', 'sign missing.json --key k', 'inspect missing.json', 'root show missing.json'])(
    'of la-chan rules %s is told without a stack trace',
    (args) => {
      const { status, stderr } = shell(`la-chan rules ${args}`, folder);
      expect(status).toBe(3);
      expect(stderr).toMatch(/^la-chan: /);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    },
  );
});
