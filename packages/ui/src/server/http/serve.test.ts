import { request } from "node:http";
import { afterAll, expect, test } from "vitest";
import { RequestError } from "./answer.ts";
import { readBody } from "./request.ts";
import { serve } from "./serve.ts";
import { z } from "zod";

const token = "a-token";
const unexpected: unknown[] = [];
const server = await serve({
  port: 0,
  token,
  page: new Map([["/", { type: "text/html", bytes: Buffer.from("<p>page</p>") }]]),
  routes: {
    "GET /api/value": async ({ query }) => ({ value: query.get("x") }),
    "GET /api/missing": async () => {
      throw new RequestError(404, "there is none");
    },
    "GET /api/broken": async () => {
      throw new Error("a secret of the server");
    },
    "POST /api/change": ({ request: asked }) => readBody(asked, z.strictObject({ n: z.int() })),
  },
  onUnexpected: (error) => unexpected.push(error),
});
afterAll(() => server.close());

const own = `127.0.0.1:${server.port}`;
const authorization = `Bearer ${token}`;

interface Answer {
  readonly code: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Sends a request with exactly these headers; `fetch` would correct some of them. */
const ask = (
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
  body = "",
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: server.port, path, method, headers: { host: own, ...headers } };
    const sent = request(options, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => resolve({ code: response.statusCode!, headers: response.headers, text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });

test("the API answers only with the token", async () => {
  expect(await ask("/api/value?x=1", { authorization })).toMatchObject({ code: 200, text: '{"value":"1"}' });
  for (const wrong of [undefined, "Bearer ", "Bearer a-tokem", `Bearer ${token}x`, token, `Basic ${token}`]) {
    const { code, text } = await ask("/api/value", wrong === undefined ? {} : { authorization: wrong });
    expect([code, text], wrong).toEqual([401, expect.stringContaining("token")]);
  }
  expect((await ask(`/api/value?token=${token}`)).code).toBe(401);
});

test.each([
  "example.org",
  `example.org:${server.port}`,
  "127.0.0.1",
  "127.0.0.1:1",
  `127.0.0.1.example.org:${server.port}`,
])("a request for the host %s is refused, with the token and for the page too", async (host) => {
  expect((await ask("/api/value", { authorization, host })).code).toBe(421);
  expect((await ask("/", { host })).code).toBe(421);
});

test("a request from the page of another origin is refused", async () => {
  for (const origin of ["http://example.org", "null", `https://${own}`, `http://localhost:${server.port}`])
    expect((await ask("/api/value", { authorization, origin })).code, origin).toBe(403);
  expect((await ask("/api/value", { authorization, "sec-fetch-site": "cross-site" })).code).toBe(403);
  expect((await ask("/api/value", { authorization, "sec-fetch-site": "same-site" })).code).toBe(403);
  expect((await ask("/api/value", { authorization, origin: `http://${own}` })).code).toBe(200);
  const host = `localhost:${server.port}`;
  expect((await ask("/api/value", { authorization, host, origin: `http://${host}` })).code).toBe(200);
});

test("a change needs POST, JSON, the token and the own origin", async () => {
  const headers = { authorization, origin: `http://${own}`, "content-type": "application/json" };
  expect(await ask("/api/change", headers, "POST", '{"n":1}')).toMatchObject({ code: 200, text: '{"n":1}' });
  const without = (name: keyof typeof headers) => {
    const { [name]: _, ...rest } = headers;
    return ask("/api/change", rest, "POST", '{"n":1}').then(({ code }) => code);
  };
  expect(await without("authorization")).toBe(401);
  expect(await without("origin")).toBe(403);
  expect(await without("content-type")).toBe(415);
  expect((await ask("/api/change", headers, "PUT", '{"n":1}')).code).toBe(405);
  expect((await ask("/api/change", headers)).code).toBe(404);
  expect((await ask("/api/change", headers, "POST", '{"n":1,"m":2}')).code).toBe(400);
  expect((await ask("/api/change", headers, "POST", `{"n":${" ".repeat(70_000)}1}`)).code).toBe(413);
});

test("no address names a file", async () => {
  for (const path of ["/../serve.ts", "/%2e%2e/serve.ts", "/..%2fserve.ts", "//etc/passwd", "/index.html", "/assets/"])
    expect((await ask(path)).code, path).toBe(404);
  expect((await ask("http://[")).code).toBe(400);
});

test("an answer that the client has is sent without its content", async () => {
  const first = await ask("/api/value?x=1", { authorization });
  const etag = String(first.headers["etag"]);
  expect(await ask("/api/value?x=1", { authorization, "if-none-match": etag })).toMatchObject({ code: 304, text: "" });
  expect((await ask("/api/value?x=2", { authorization, "if-none-match": etag })).code).toBe(200);
});

test("errors of requests have their text, others stay on the server", async () => {
  expect(await ask("/api/missing", { authorization })).toMatchObject({ code: 404, text: '{"error":"there is none"}' });
  const broken = await ask("/api/broken", { authorization });
  expect(broken.code).toBe(500);
  expect(broken.text).not.toContain("secret");
  expect(String(unexpected.at(-1))).toContain("secret");
});

test("every answer forbids scripts, frames and requests of others", async () => {
  for (const path of ["/", "/api/value", "/nothing"]) {
    const { headers } = await ask(path, { authorization });
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "cache-control": "no-store" });
  }
});
