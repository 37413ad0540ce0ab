/** Benchmarks by name: `npm run bench -- passes --workload mlp-large`. */
const benches: Readonly<Record<string, (argv: string[]) => Promise<void>>> = {
  updates: async (argv) => (await import("./update/updates.ts")).updates(argv),
  update: async (argv) => (await import("./update/updates.ts")).oneUpdate(argv),
  passes: async (argv) => (await import("./update/passes.ts")).ablatePasses(argv),
  draws: async (argv) => (await import("./draws.ts")).draws(argv),
  peers: async (argv) => (await import("./peers/compare.ts")).comparePeers(argv),
  profile: async (argv) => (await import("./update/profile.ts")).profileUpdates(argv),
  scaling: async (argv) => (await import("./scaling.ts")).measureScaling(argv),
  rate: async (argv) => (await import("./scaling.ts")).measureRate(argv),
  "tfjs-process": async (argv) => (await import("./peers/tfjs-process.ts")).runTfjsProcess(argv),
  memory: async (argv) => (await import("./memory.ts")).measureMemory(argv),
  "memory-process": async (argv) => (await import("./memory.ts")).measureProcess(argv),
  dashboard: async (argv) => (await import("./dashboard.ts")).measureDashboard(argv),
  cli: async (argv) => (await import("./cli.ts")).measureCommands(argv),
};

const [first, ...rest] = process.argv.slice(2);
const [name, argv] = first && !first.startsWith("-") ? [first, rest] : ["updates", process.argv.slice(2)];
const bench = benches[name];
if (!bench) throw new Error(`no benchmark is called ${name}; known: ${Object.keys(benches).join(", ")}`);
await bench(argv);
process.exit(0);
