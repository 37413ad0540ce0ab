import "../typescript/run-typescript.mjs";

const { drawAsTold } = await import("./draw-thread.ts");
await drawAsTold();
