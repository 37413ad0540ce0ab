import "../typescript/run-typescript.mjs";

const { runDrawThread } = await import("./draw-thread.ts");
await runDrawThread();
