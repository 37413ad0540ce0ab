import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { servePage } from "@tweedie/playground";
import { build } from "vite";
import { type BrowserPage, findChromium, openBrowser } from "../../../packages/cli/src/commands/chromium.fixture.ts";
import { pageBuild } from "../../../packages/playground/vite/page-build.ts";
import { createPageDriver } from "../../playground/page-driver.fixture.ts";
import type { Figure } from "../figure.ts";

/** A screen of the playground: a stop of the tour, from 1, after a number of iterations. */
interface Screen {
  readonly stop: number;
  readonly iterations: number;
  readonly width?: number;
  readonly scheme?: "light" | "dark";
}

const screens: Readonly<Record<string, Screen>> = {
  "stop-1": { stop: 1, iterations: 1_500 },
  "stop-2": { stop: 2, iterations: 1_200 },
  "stop-3": { stop: 3, iterations: 500 },
  "stop-4": { stop: 4, iterations: 500 },
  "stop-5": { stop: 5, iterations: 500 },
  "stop-6": { stop: 6, iterations: 1_500 },
  phone: { stop: 3, iterations: 300, width: 400 },
  dark: { stop: 5, iterations: 300, scheme: "dark" },
};

/** Screens of the stops of the tour, of a phone and of the dark scheme. */
export const playground: Figure = {
  command: "tweedie playground",
  async make(folder) {
    const chromium = findChromium();
    if (chromium === undefined) throw new Error("no Chromium is installed");
    mkdirSync(folder, { recursive: true });
    const site = join(folder, "site");
    await build(pageBuild(fileURLToPath(new URL("../../../packages/playground/page", import.meta.url)), site));
    const served = await servePage(site, 0);
    const page = await openBrowser(chromium, join(folder, "profile"), ["--hide-scrollbars"]);
    try {
      const images: Record<string, Uint8Array> = {};
      for (const [name, screen] of Object.entries(screens))
        images[`docs/images/playground-${name}.webp`] = await photograph(page, served.url, screen);
      return { texts: {}, images };
    } finally {
      await page.close();
      await served.close();
    }
  },
};

async function photograph(
  page: BrowserPage,
  url: string,
  { stop, iterations, width = 1_280, scheme = "light" }: Screen,
): Promise<Uint8Array> {
  const { evaluate, until, open, click } = createPageDriver(page);
  await page.emulate({ width, height: 900, scheme });
  await open(url);
  await evaluate(`document.querySelectorAll("nav.tour button")[${stop - 1}].click()`);
  await click("Play");
  const all = `[...document.querySelectorAll(".plane .iteration")]`;
  await until(`${all}.every((each) => Number(each.textContent) >= ${iterations})`);
  await click("Pause");
  await until(`!document.querySelector(".numbers").textContent.includes("it/s")`);
  // The editors of the texts would take half of the picture.
  await evaluate(`document.querySelectorAll(".yaml, .own").forEach((each) => (each.hidden = true))`);
  await evaluate("new Promise((resolve) => setTimeout(resolve, 500))"); // plots are drawn in the next frames
  return page.screenshot("webp");
}
