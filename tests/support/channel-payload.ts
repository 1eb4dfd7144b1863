import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDocx } from '../../scripts/demo/samples.ts';

export type FileKind = 'txt' | 'docx' | 'long-txt';

export interface PayloadFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
}

/** What one run of a case tries to get out. The clean twin has the same shape without a marking. */
export interface Payload {
  /** Stands in every address of the run, so that what arrives can be told apart. */
  readonly run: string;
  readonly marked: boolean;
  readonly marking: string;
  /** An invented word that stands after the marking: when it arrives, the rest of the text did too. */
  readonly canary: string;
  /** A letter of several lines, the marking alone on its line. */
  readonly text: string;
  /** The same in one line: "Độ mật: TUYỆT MẬT. …". */
  readonly line: string;
  /** `line` cut within the marking. */
  readonly halves: readonly [string, string];
  readonly html: string;
  readonly files: readonly PayloadFile[];
}

const MARKING = 'TUYỆT MẬT';
const PLAIN = 'VỪA ĐỦ RỒI';

/** The same case and twin always gets the same words, so that runs can be compared byte by byte. */
export function makePayload(
  name: string,
  marked: boolean,
  kinds: readonly FileKind[],
  folder: string,
): Payload {
  const digest = createHash('sha256').update(`${name}/${marked}`).digest('hex');
  const canary = `kq${digest.slice(0, 8)}zj`;
  const run = `${marked ? 'm' : 'c'}${digest.slice(12, 22)}`;
  const lines = letter(marked ? MARKING : 'KHỔ GIẤY A4', canary);
  const line = `${marked ? `Độ mật: ${MARKING}` : `Độ dài: ${PLAIN}`}. Mã ${canary}`;
  const cut = line.indexOf(marked ? MARKING : PLAIN) + 6;
  const home = join(folder, run);
  mkdirSync(home, { recursive: true });
  return {
    run,
    marked,
    marking: MARKING,
    canary,
    text: lines.join('\n'),
    line,
    halves: [line.slice(0, cut), line.slice(cut)],
    html: lines.map((l) => `<p>${l}</p>`).join(''),
    files: kinds.map((kind, i) => {
      const file = { name: `bao-cao-${i}.${kind === 'docx' ? 'docx' : 'txt'}`, bytes: makeFile(kind, lines) };
      const path = join(home, file.name);
      writeFileSync(path, file.bytes);
      return { ...file, path };
    }),
  };
}

/** An invented letter; the commune and the matter do not exist. */
function letter(stamp: string, canary: string): string[] {
  return [
    'ỦY BAN NHÂN DÂN XÃ HÒA SƠN',
    stamp,
    'Số: 14/KH-UBND',
    'KẾ HOẠCH',
    `Trồng cây ven đường liên thôn năm 2026, mã ${canary}`,
    'Mỗi thôn trồng 120 cây bóng mát, hoàn thành trước mùa mưa.',
  ];
}

function makeFile(kind: FileKind, lines: readonly string[]): Buffer {
  if (kind === 'docx') return makeDocx(lines);
  if (kind === 'txt') return Buffer.from(lines.join('\r\n'));
  const rows = Array.from({ length: 6000 }, (_, i) => `Dòng ${i}: thôn ${i % 37} nhận ${i * 7} cây giống.`);
  return Buffer.from([...lines, ...rows].join('\r\n'));
}
