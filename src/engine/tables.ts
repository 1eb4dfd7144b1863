import type { Level, PackId } from './types.ts';

/** What `src/rules` compiles from the YAML rules and `createEngine` reads. Plain JSON. */
export interface EngineTables {
  readonly pack: PackId;
  readonly markings: readonly {
    readonly ruleId: string;
    readonly level: Level;
    readonly phrases: readonly string[];
  }[];
}
