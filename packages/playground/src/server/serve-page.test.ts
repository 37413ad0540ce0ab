import { request } from "node:http";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Playground, servePage } from "./serve-page.ts";

const folder = temporaryFolder(
  { "page/index.html": "<p>page", "page/assets/a.wasm": "wasm", "secret.txt": "secret" },
  afterAll,
);
let served: Playground;
beforeAll(async () => {
  served = await servePage(`${folder}/page`, 0);
});
afterAll(() => served.close());

/** Answer to a request whose path is sent as it is. */
const get = (path: string, method = "GET") =>
  new Promise<{ readonly code: number; readonly type: string | undefined; readonly text: string }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(served.url);
      const sent = request({ hostname, port, path, method }, (response) => {
        let text = "";
        response.on("data", (part) => (text += String(part)));
        response.on("end", () => resolve({ code: response.statusCode!, type: response.headers["content-type"], text }));
      });
      sent.on("error", reject).end();
    },
  );

test("the files of the folder are served with their types, on the loopback interface", async () => {
  expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(await get("/")).toEqual({ code: 200, type: "text/html; charset=utf-8", text: "<p>page" });
  expect(await get("/index.html?x=1")).toMatchObject({ code: 200 });
  expect(await get("/assets/a.wasm")).toEqual({ code: 200, type: "application/wasm", text: "wasm" });
  expect(await get("/", "HEAD")).toMatchObject({ code: 200, text: "" });
});

test.each([
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/assets",
  "/assets/",
  "//index.html",
  "/b.txt",
  "/assets/../../secret.txt",
])("nothing else is served: %s", async (path) => {
  expect(await get(path)).toMatchObject({ code: 404, text: "" });
});

test("other methods are refused, and a taken port is an error with the fix", async () => {
  expect((await get("/", "POST")).code).toBe(405);
  const port = Number(new URL(served.url).port);
  await expect(servePage(folder, port)).rejects.toThrow(`port ${port} is in use`);
});
