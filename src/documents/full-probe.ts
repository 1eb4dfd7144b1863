import { Probe } from './probe.ts';
import { decodeText } from './text-encoding.ts';
import { WholeZip } from './whole-zip.ts';

/**
 * A probe that keeps what its bytes read as, and unpacks large entries at once. Apart from the other, since what looks at
 * small texts only has no use for it.
 */
export class FullProbe extends Probe {
  protected override readonly Zip = WholeZip;
  #readings: readonly string[] | undefined;

  /** The readings of the bytes as text, made once: `declared` counts for whoever asks first. */
  readings(declared?: string): readonly string[] {
    // Kept here and not in a weak map, whose values outlive every small collection of garbage.
    this.#readings ??= decodeText(this.bytes, declared);
    return this.#readings;
  }
}

export function readingsOf(probe: Probe, declared?: string): readonly string[] {
  return probe instanceof FullProbe ? probe.readings(declared) : decodeText(probe.bytes, declared);
}
