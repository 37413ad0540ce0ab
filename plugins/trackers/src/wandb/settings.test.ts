import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { describe, expect, test } from "vitest";
import type { Environment } from "./environment.ts";
import { parseNetrc } from "./netrc.ts";
import { apiKeyFor, readSettings, unsupportedIn } from "./settings.ts";

/** Settings in an environment, with W&B's settings files in a folder. */
const settingsIn = (env: Environment, files: Readonly<Record<string, string>> = {}, options: object = {}) => {
  const folder = temporaryFolder(files);
  const at = { WANDB_CONFIG_DIR: join(folder, "user"), WANDB_DIR: folder, NETRC: join(folder, "netrc") };
  return readSettings({ tags: [], ...options }, { ...at, ...env });
};

describe("WANDB_MODE", () => {
  test.each([
    [undefined, "online"],
    ["", "online"],
    ["online", "online"],
    ["run", "online"],
    ["offline", "offline"],
    ["OFFLINE", "offline"],
    [" offline\n", "offline"],
    ["dryrun", "offline"],
    ["disabled", "disabled"],
    ["Disabled", "disabled"],
  ])("%j is %s", async (WANDB_MODE, mode) => {
    expect((await settingsIn({ WANDB_MODE })).mode).toBe(mode);
  });

  test.each(["bogus", "off", "toString", "online,offline"])("%s is refused", async (WANDB_MODE) => {
    await expect(settingsIn({ WANDB_MODE })).rejects.toThrow(
      `WANDB_MODE: is not a mode of W&B: \`${WANDB_MODE.toLowerCase()}\``,
    );
  });

  test("shared is refused, as it is not supported", async () => {
    await expect(settingsIn({ WANDB_MODE: "shared" })).rejects.toThrow("`shared` is not supported");
  });

  test("`wandb offline` and `wandb disabled` in the working folder apply, and the environment overrides them", async () => {
    const files = { "wandb/settings": "[default]\nmode = offline\n", "user/settings": "[default]\nmode = disabled\n" };
    expect((await settingsIn({}, files)).mode).toBe("offline");
    expect((await settingsIn({ WANDB_MODE: "online" }, files)).mode).toBe("online");
    expect((await settingsIn({}, { "user/settings": files["user/settings"] })).mode).toBe("disabled");
  });
});

test.each([
  ["true", "disabled"],
  ["1", "disabled"],
  ["YES", "disabled"],
  ["false", "online"],
  ["0", "online"],
  ["", "online"],
])("WANDB_DISABLED=%s is %s", async (WANDB_DISABLED, mode) => {
  expect((await settingsIn({ WANDB_DISABLED })).mode).toBe(mode);
});

test("the environment overrides the options, and these override the settings files", async () => {
  const files = { "user/settings": "[default]\nproject = files\nbase_url = https://wandb.example.com/\n; comment\n" };
  expect(await settingsIn({}, files)).toMatchObject({ project: "files", baseUrl: "https://wandb.example.com" });
  expect(await settingsIn({}, files, { project: "options" })).toMatchObject({ project: "options" });
  expect(await settingsIn({ WANDB_PROJECT: "env" }, files, { project: "options" })).toMatchObject({ project: "env" });
  expect(await settingsIn({})).toMatchObject({ project: "tweedie", baseUrl: "https://api.wandb.ai", timeout: 10_000 });
});

test("values are trimmed, and empty tags are left out", async () => {
  expect(
    await settingsIn({ WANDB_ENTITY: " team ", WANDB_RUN_ID: " x1 ", WANDB_TAGS: "a, b,,", WANDB_SILENT: "true" }),
  ).toMatchObject({ entity: "team", id: "x1", tags: ["a", "b"], silent: true });
});

test.each([
  ["WANDB_BASE_URL", "api.wandb.ai"],
  ["WANDB_BASE_URL", "ftp://wandb.example.com"],
  ["WANDB_BASE_URL", "http://user:secret@wandb.example.com"],
  ["WANDB_BASE_URL", "https://wandb.ai"],
  ["WANDB_BASE_URL", "http://api.wandb.ai"],
  ["WANDB_RUN_ID", "a/b"],
  ["WANDB_PROJECT", "a:b"],
  ["WANDB_PROJECT", "a".repeat(129)],
])("%s=%s is refused without the value of a password", async (name, value) => {
  const error = await settingsIn({ [name]: value }).catch((thrown: unknown) => thrown as Error);
  expect((error as Error).message).toMatch(new RegExp(`^${name}: `));
  expect((error as Error).message).not.toContain("secret");
});

describe("the API key", () => {
  const keyIn = async (env: Environment, netrc = "") => {
    const NETRC = join(temporaryFolder({ netrc }), "netrc");
    return apiKeyFor(await settingsIn(env), { NETRC });
  };

  test("is trimmed", async () => {
    expect(await keyIn({ WANDB_API_KEY: " 0123456789\r\n" })).toBe("0123456789");
  });

  test.each(['"0123456789"', "'0123456789'", "01234\n56789", "01234 56789"])(
    "%j is refused without printing it",
    async (key) => {
      const error = (await keyIn({ WANDB_API_KEY: key }).catch((thrown: unknown) => thrown)) as Error;
      expect(error.message).toMatch(/^WANDB_API_KEY: contains a quotation mark, a blank or a line break/);
      expect(error.message).not.toContain("01234");
    },
  );

  test.each([
    [
      "machine wandb.example.com:8080\n  login user\n  password by-port\nmachine wandb.example.com password by-host",
      "by-port",
    ],
    ["machine other password x\nmachine wandb.example.com login user password by-host", "by-host"],
    ["machine other password x\ndefault login user password by-default", "by-default"],
    ['# machine wandb.example.com password comment\nmachine "wandb.example.com" password "quoted"', "quoted"],
    ["macdef init\nmachine wandb.example.com password macro\n\nmachine wandb.example.com password after", "after"],
  ])("is read from the netrc file %j", async (netrc, key) => {
    expect(await keyIn({ WANDB_BASE_URL: "http://wandb.example.com:8080" }, netrc)).toBe(key);
  });

  test("a netrc file without an end is read as far as it goes", () => {
    expect(parseNetrc("machine a login b password")).toEqual(new Map());
    expect(parseNetrc("macdef x\nmachine a password b")).toEqual(new Map());
  });
});

test("variables without an effect are named", () => {
  const env = {
    WANDB_RESUME: "must",
    WANDB_MODE: "online",
    WANDB_HTTPS_PROXY: "http://proxy",
    WANDB_SAVE_CODE: "true",
  };
  expect(unsupportedIn(env)).toEqual(["WANDB_RESUME", "WANDB_HTTPS_PROXY"]);
});
