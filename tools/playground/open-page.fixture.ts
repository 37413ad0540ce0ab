import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { servePage } from "@tweedie/playground";
import { build } from "vite";
import { pageBuild } from "../../packages/playground/vite/page-build.ts";
import { type Browser, chromium } from "./browsers.fixture.ts";
import { createPageDriver } from "./page-driver.fixture.ts";

/** Builds the playground into a folder, and opens it in a browser. */
export async function openPlayground(folder: string, browser: Browser = chromium) {
  const site = join(folder, "site");
  await build(pageBuild(fileURLToPath(new URL("../../packages/playground/page", import.meta.url)), site));
  const served = await servePage(site, 0);
  const page = await browser.open(browser.program!, join(folder, "profile"));
  return {
    ...createPageDriver(page),
    page,
    site,
    /** Opens the page with the part of an address after `#`. */
    async openAt(hash = ""): Promise<void> {
      await page.open("about:blank");
      await page.open(served.url + hash);
    },
    async close(): Promise<void> {
      await page.close();
      await served.close();
    },
  };
}
