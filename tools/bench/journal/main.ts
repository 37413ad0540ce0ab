import { soak } from "./soak.ts";

// `npm run bench:journal -- 16 10000`: number of processes and trials. optuna_journal.py does the same with Optuna.
const [processes = 16, trials = 10_000] = process.argv.slice(2).map(Number);
const result = await soak(processes, trials);
const rounded = Object.entries(result).map(([name, value]) => [name, Math.round(100 * (value as number)) / 100]);
console.log(JSON.stringify(Object.fromEntries(rounded), null, 2));
