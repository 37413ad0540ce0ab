import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { make, testTracker, trackedRun } from "@tweedie/testing";
import { describe, expect, test, vi } from "vitest";
import wandb from "./wandb.ts";
import { wandbClient } from "./wandb/client.ts";
import { rowsOf, storedRun, testUpload, trackingFixture } from "./wandb/tracking.fixture.ts";

const fixture = trackingFixture();
const http = { options: { transport: "http" } };

testTracker(wandb, {
  ...http,
  rowCount: async (folder) => (await storedRun(fixture.server, folder)).rows.length,
});
testUpload(fixture, "http");

describe("environment", () => {
  const start = (setup: Parameters<typeof make>[1] = http) => make(wandb, setup).start(trackedRun(fixture.folder));

  test("W&B's variables override the options", async () => {
    const environment = {
      ...{ PROJECT: "hero", ENTITY: "team", RUN_ID: "x1y2", NAME: "first", SWEEP_ID: "k3f9", RUN_GROUP: "g" },
      ...{ JOB_TYPE: "distill", NOTES: "n", TAGS: "a, b" },
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(`WANDB_${name}`, value);
    const { place } = await start({ options: { transport: "http", project: "other", tags: ["c"] } });
    expect(place).toBe(`${fixture.server.url}/team/hero/runs/x1y2`);
    expect((await storedRun(fixture.server, fixture.folder)).variables).toMatchObject({
      ...{ project: "hero", entity: "team", name: "x1y2", displayName: "first", sweep: "k3f9", groupName: "g" },
      ...{ jobType: "distill", notes: "n", tags: ["a", "b"] },
    });
  });

  test("the API key can be in ~/.netrc", async () => {
    vi.stubEnv("WANDB_API_KEY", undefined);
    await writeFile(
      join(fixture.folder, "netrc"),
      "machine other login x password y\nmachine 127.0.0.1\n  login user\n  password netrc-key\n",
    );
    await start();
    expect(fixture.server.keys).toContain(`Basic ${Buffer.from("api:netrc-key").toString("base64")}`);
  });

  test("the error without an API key names the variables to set", async () => {
    vi.stubEnv("WANDB_API_KEY", undefined);
    await expect(start()).rejects.toThrow("WANDB_API_KEY: there is no API key");
  });

  test("WANDB_MODE=disabled sends nothing and writes nothing", async () => {
    vi.stubEnv("WANDB_MODE", "disabled");
    const requests = fixture.server.requests.length;
    const tracker = make(wandb);
    await tracker.start(trackedRun(fixture.folder));
    await tracker.log(rowsOf(2));
    await tracker.finish({ status: "completed", metrics: {} });
    expect(fixture.server.requests).toHaveLength(requests);
    expect(await readdir(fixture.folder)).toEqual([]);
  });

  test("the error for an unreachable server names it", async () => {
    const { signal } = new AbortController();
    const client = wandbClient({ baseUrl: "http://127.0.0.1:1", apiKey: "", timeout: 1_000, signal });
    await expect(client.upsert({})).rejects.toThrow("http://127.0.0.1:1 cannot be reached");
  });

  test("a refused request is not repeated", async () => {
    vi.stubEnv("WANDB_BASE_URL", `${fixture.server.url}/nowhere`);
    const requests = fixture.server.requests.length;
    await expect(start()).rejects.toThrow("W&B answers /graphql with HTTP 404");
    expect(fixture.server.requests.slice(requests)).toEqual(["/nowhere/graphql"]);
  });
});
