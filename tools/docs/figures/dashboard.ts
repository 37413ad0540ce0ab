import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type BrowserPage, findChromium, openBrowser } from "../../../packages/cli/src/commands/chromium.fixture.ts";
import { root } from "../documents.ts";
import type { Figure } from "../figure.ts";

const command = join(root, "packages/cli/bin/tweedie.mjs");
const experiment = join(root, "experiments/mixture/sid.yaml");

/** Settings with which a run takes seconds. */
const small = ["network.width=64", "pretrain.batch=256", "distill.batch=256", "evaluate.teacherCurve=null"];
const short = [...small, "pretrain.steps=2000", "distill.steps=1500", "evaluate.every=250", "evaluate.samples=4096"];

const runs: Readonly<Record<string, readonly string[]>> = {
  "ring-half": [],
  "ring-one": ["loss.lambda=1"],
  "ring-reverse-kl": ["loss=divergences/reverse-kl"],
};

const sweep = ["loss.lambda=0,0.5,1,1.2", "distill.student.optimizer.lr=1e-5,1e-4,1e-3", "distill.steps=300"];

/** A screen of the dashboard: its address, its window, and the text that shows that it is complete. */
interface Screen {
  readonly hash: string;
  readonly width?: number;
  readonly height: number;
  readonly scheme?: "light" | "dark";
  readonly mark: string;
}

const run = (name: string): string => encodeURIComponent(`runs/${name}`);

const screens: Readonly<Record<string, Screen>> = {
  list: { hash: "/", height: 420, mark: "ring-reverse-kl" },
  run: { hash: `/run/${run("ring-half")}`, height: 1_060, mark: "student at the end" },
  comparison: { hash: `/compare/${Object.keys(runs).map(run).join(",")}`, height: 1_500, mark: "at 1,500" },
  sweep: { hash: "/sweep/sweeps%2Fring", height: 1_200, mark: "Compare the best" },
  phone: { hash: "/", width: 400, height: 800, mark: "ring-reverse-kl" },
  dark: { hash: `/run/${run("ring-one")}`, height: 800, scheme: "dark", mark: "student at the end" },
};

/** Screens of the dashboard over three runs and a sweep on the ring. */
export const dashboard: Figure = {
  command: "tweedie ui",
  async make(folder) {
    mkdirSync(folder, { recursive: true });
    const tweedie = (...argv: string[]) => {
      const { status } = spawnSync(process.execPath, [command, ...argv], { cwd: folder, stdio: "inherit" });
      if (status !== 0 && status !== 3) throw new Error(`exit code ${status}: tweedie ${argv.join(" ")}`);
    };
    for (const [name, overrides] of Object.entries(runs))
      tweedie("run", experiment, ...short, ...overrides, "-o", `runs/${name}`);
    tweedie("sweep", experiment, ...short, ...sweep, "--parallel", "1", "-o", "sweeps/ring");
    const images = await photograph(folder);
    return { texts: {}, images };
  },
};

/** Returns a picture of each screen, by its path. */
async function photograph(folder: string): Promise<Record<string, Uint8Array>> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error("no Chromium is installed");
  const server = spawn(process.execPath, [command, "ui", "--json"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const page = await openBrowser(chromium, join(folder, "profile"), ["--hide-scrollbars"]);
  try {
    const [line] = (await once(createInterface(server.stdout), "line")) as [string];
    await page.open((JSON.parse(line) as { readonly url: string }).url);
    const images: Record<string, Uint8Array> = {};
    for (const [name, screen] of Object.entries(screens))
      images[`docs/images/dashboard-${name}.png`] = await photographScreen(page, screen);
    return images;
  } finally {
    await page.close();
    server.kill();
  }
}

async function photographScreen(
  page: BrowserPage,
  { hash, width = 1_280, height, scheme = "light", mark }: Screen,
): Promise<Uint8Array> {
  await page.emulate({ width, height, scheme });
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.evaluate(`new Promise((resolve) => {
    const look = () => {
      const isShown = document.querySelector("main").innerText.includes(${JSON.stringify(mark)});
      return isShown && !document.querySelector(".placeholder") ? resolve() : setTimeout(look, 50);
    };
    look();
  })`);
  await page.evaluate("document.querySelector('footer').hidden = true"); // it names the folder
  await page.evaluate("new Promise((resolve) => setTimeout(resolve, 500))"); // plots are drawn in the next frames
  return page.screenshot();
}
