import { pathToFileURL } from "node:url";

/** A way to acquire a lock once. Returns a function that releases it, or undefined if another process holds it. */
export interface LockAdapter {
  acquire(path: string): Promise<(() => unknown) | undefined>;
}

/** Messages to a racing process: begin an attempt at a time of the machine's clock, or release the lock. */
export type ToRacer = { readonly path: string; readonly at: number } | "release";

/** A process that races for locks. Its argument is a module that exports another `LockAdapter` than the default. */
const adapter = process.argv[2];
const { acquire }: LockAdapter = adapter
  ? ((await import(pathToFileURL(adapter).href)) as LockAdapter)
  : await import("./race-adapter.fixture.ts");
const send = (message: string): void => void process.send!(message);
let release: (() => unknown) | undefined;

process.on("message", (message: ToRacer) => {
  void (async () => {
    if (message === "release") {
      await release?.();
      release = undefined;
      return send("released");
    }
    // All processes begin within microseconds of each other.
    while (performance.timeOrigin + performance.now() < message.at);
    release = await acquire(message.path).catch((error: Error) => {
      send(`error: ${error.message}`);
      throw error;
    });
    send(release ? "held" : "refused");
  })();
});
process.on("disconnect", () => process.exit());
send("ready");
