import { setTimeout } from 'node:timers/promises';
import { createEngine } from '../src/engine/engine.ts';
import { withPlaces } from '../src/engine/key-places.ts';
import { bundledTables } from '../src/rules/bundled.ts';
import { readFileSync, writeFileSync } from 'node:fs';
const count = Number(process.argv[2]);
const file = '/var/tmp/lc-engine5/tables' + count + '.json';
if (process.argv[3] === 'make') {
function seeded(seed: number): () => number { let state = seed; return () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32; }; }
const heads = 'b c ch d đ g gh gi h kh l m n ng nh ph qu r s t th tr v x'.split(' ');
const rimes = 'a à á ả ã ạ ai ao âm ân ấp ất âu ăn em ên ệ i inh iên iết o ong ông ơn uyết ươi ước ưng ủy'.split(' ');
const random = seeded(7);
const pick = (list: string[]) => list[Math.floor(random() * list.length)]!;
const phrase = () => Array.from({ length: 4 + Math.floor(random() * 2) }, () => pick(heads) + pick(rimes)).join(' ');
const group = () => Array.from({ length: 10 }, phrase);
const made = Array.from({ length: count / 20 }, (_, i) => ({ ruleId: `c${i}`, sector: 'made', level: 'mat' as const, near: 300, concepts: [group(), group()] }));
writeFileSync(file, JSON.stringify(withPlaces({ ...bundledTables, categories: [...bundledTables.categories, ...made] })));
process.exit();
}
const tables = JSON.parse(readFileSync(file, 'utf8'));
await setTimeout(300);
const e = createEngine(tables);
const step = <T>(name: string, f: () => T): T => { const all = process.cpuUsage(), th = process.threadCpuUsage(); const r = f(); const a = process.cpuUsage(all), t = process.threadCpuUsage(th); console.log(`${name} ${(t.user + t.system) / 1000}/${(a.user + a.system) / 1000}`); return r; };
step('nothing', () => 0);
console.log('=====B');
step('build', () => e.prepare());
console.log('=====E');
