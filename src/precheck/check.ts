import { type CertifiedItem, certifyItem } from '../certificate/certificate.ts';
import type { Allowlist } from '../engine/tables.ts';
import type { Engine, Finding } from '../engine/types.ts';
import type { LocatedFinding } from '../engine/verdict.ts';
import { dropFalseAlarm } from '../inspection/false-alarm.ts';
import { defaultLimits, inspectFile, type ReadImage, type Sight } from '../inspection/inspect.ts';
import type { InspectionResult } from '../inspection/types.ts';
import { sha256Hex } from '../signing/bytes.ts';
import { cutExcerpt, type Excerpt } from '../ui/excerpt.ts';

/** Places of one item that are shown. */
const MOST_PLACES = 12;
/** Of these, places on pictures that are drawn. */
const MOST_PICTURES = 4;

/** One found place, ready for the screen: content, never stored and never sent. */
export interface ShownPlace {
  readonly finding: Pick<Finding, 'ruleId' | 'kind' | 'signals'>;
  readonly where: string;
  /** Null on pictures: the machine's reading of a stamp is no quotation. */
  readonly excerpt: Excerpt | null;
  readonly picture: Blob | null;
}

/** What the page gets to know about one item. Of its findings there is one of each kind that a policy tells apart. */
export interface Checked extends InspectionResult {
  readonly certified: CertifiedItem;
  readonly places: readonly ShownPlace[];
}

export interface CheckTools {
  readonly engine: Engine;
  /** Files that the unit has confirmed to be false alarms. */
  readonly allowlist: Allowlist | undefined;
  readonly readImage: ReadImage;
  readonly drawRegion: (picture: NonNullable<Sight['picture']>) => Promise<Blob | null>;
}

/** Inspects all of a file and gathers what a person needs to find the places again. Never rejects. */
export async function checkFile(file: File, tools: CheckTools): Promise<Checked> {
  const bytes = await readBytes(file);
  const sights: Sight[] = [];
  const seen = await inspectFile(bytes ?? file, tools.engine, {
    thorough: true,
    readImage: tools.readImage,
    ...(file.name !== '' && { name: file.name }),
    onFound: (sight) => {
      if (sights.length < MOST_PLACES) sights.push(sight);
    },
  });
  const inspected = await dropFalseAlarm(seen, bytes ?? file, tools.allowlist, new Date());
  const { findings, outcome, mediaType, size } = inspected;
  const sha256 = bytes && (await hashBytes(bytes));
  return {
    ...inspected,
    findings: oneOfEach(findings),
    certified: certifyItem({ sha256, size, mediaType }, findings, outcome),
    places: findings.length === 0 ? [] : await showPlaces(sights, tools),
  };
}

function oneOfEach(findings: readonly LocatedFinding[]): LocatedFinding[] {
  const each = new Map(
    findings.map((one) => [`${one.finding.ruleId} ${one.finding.action} ${one.finding.level}`, one]),
  );
  return [...each.values()];
}

/** Null for a file over the limit, or one that cannot be read. */
async function readBytes(file: File): Promise<Uint8Array<ArrayBuffer> | null> {
  if (file.size > defaultLimits.fileBytes) return null;
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
}

/** SHA-256, lower-case hex; null where the browser has no cryptography: a page served without TLS. */
export async function hashBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  return globalThis.isSecureContext ? sha256Hex(bytes) : null;
}

async function showPlaces(sights: readonly Sight[], tools: CheckTools): Promise<ShownPlace[]> {
  const places: ShownPlace[] = [];
  let pictures = 0;
  for (const { findings, text, picture } of sights) {
    for (const { finding, where } of findings) {
      if (finding.action === 'allow' || places.length === MOST_PLACES) continue;
      const { ruleId, kind, signals, start, end } = finding;
      const drawn = picture && pictures++ < MOST_PICTURES ? await tools.drawRegion(picture) : null;
      const excerpt = picture?.region ? null : cutExcerpt(text, start, end);
      places.push({ finding: { ruleId, kind, signals }, where, excerpt, picture: drawn });
    }
  }
  return places;
}
