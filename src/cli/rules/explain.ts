import { createEngine } from '../../engine/engine.ts';
import { type Command, EXIT } from '../command.ts';
import { explainText } from '../explain.ts';
import { readArguments } from './arguments.ts';
import { readText } from './files.ts';
import { readTables } from './read-tables.ts';

/** `la-chan rules explain PACK FILE`: how the rules of a pack weigh a text. */
export const explain: Command = {
  async run(args, texts) {
    const [pack = '', file = ''] = readArguments(args, {}, [2, 2]).rest;
    const tables = await readTables(pack, texts);
    if (!tables) return EXIT.failed;
    const explained = explainText(await readText(file), createEngine(tables), texts);
    process.stdout.write(`${explained || texts('cliNothingToExplain')}\n`);
    return EXIT.ok;
  },
};
