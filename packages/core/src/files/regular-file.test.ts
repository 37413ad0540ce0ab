import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { TweedieError } from "../errors.ts";
import { readRegularFile, readRegularFileSync } from "./regular-file.ts";

const folder = mkdtempSync(join(tmpdir(), "tweedie-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

/** Both variants as promises. */
const readers = {
  async: readRegularFile,
  sync: async (path: string, limit: number) => readRegularFileSync(path, limit),
};

describe.each(Object.entries(readers))("%s", (_, read) => {
  test.each([0, 1, 4_096, 100_000])("a file of %i bytes is read whole, also through a link", async (size) => {
    const content = Buffer.from(Array.from({ length: size }, (_, i) => i % 251));
    writeFileSync(at("content"), content);
    rmSync(at("link"), { force: true });
    symlinkSync(at("content"), at("link"));
    for (const name of ["content", "link"]) expect(content.equals(await read(at(name), size))).toBe(true);
  });

  test("a file above the limit is refused by its size, before anything is allocated", async () => {
    writeFileSync(at("sparse"), "");
    truncateSync(at("sparse"), 2 ** 40);
    await expect(read(at("sparse"), 2 ** 20)).rejects.toThrow(
      new TweedieError({ where: at("sparse"), what: "has 1099511627776 bytes; a file of this kind may have 1048576" }),
    );
  });

  test("a folder is refused", async () => {
    await expect(read(folder, 9)).rejects.toThrow(
      new TweedieError({ where: folder, what: "is a folder, not a regular file" }),
    );
  });

  test("a missing file has the error of the system", async () => {
    await expect(read(at("absent"), 9)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test.skipIf(process.platform === "win32")("devices are refused", async () => {
    await expect(read("/dev/zero", 9)).rejects.toThrow("is a device, not a regular file");
  });

  test.skipIf(process.platform === "win32")("a pipe without a writer is refused, and is not waited for", async () => {
    const pipe = at(`pipe-${read.name}`);
    execFileSync("mkfifo", [pipe]);
    await expect(read(pipe, 9)).rejects.toThrow("is a pipe, not a regular file");
  });

  test.skipIf(process.platform === "win32")("a socket is refused", async () => {
    const socket = at(`socket-${read.name}`);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    await expect(read(socket, 9)).rejects.toThrow("is a socket, not a regular file");
    server.close();
  });

  test.skipIf(process.platform !== "linux")(
    "a file of no stated size is read to its end, or to the limit",
    async () => {
      expect((await read("/proc/self/status", 2 ** 20)).toString()).toContain("VmPeak");
      await expect(read("/proc/self/status", 100)).rejects.toThrow("a file of this kind may have 100");
    },
  );
});
