import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DefaultTheme, defineConfig } from "vitepress";
import { withFormulas } from "../formulas.ts";

const output = new URL("../../../dist/docs/", import.meta.url);
const folder = (name: string): string => fileURLToPath(new URL(name, output));
const sidebar = JSON.parse(readFileSync(new URL("pages/sidebar.json", output), "utf8")) as DefaultTheme.SidebarItem[];

export default defineConfig({
  title: "Tweedie",
  description: "Identity-based distillation of diffusion models into one-step generators",
  lang: "en",
  // An empty icon: browsers ask for none.
  head: [["link", { rel: "icon", href: "data:," }]],
  srcDir: folder("pages"),
  outDir: folder("site"),
  cacheDir: folder("cache"),
  vite: { publicDir: false, build: { reportCompressedSize: false } },
  // Documents are plain Markdown: `<teacher - fake>` is text.
  markdown: { html: false, config: withFormulas },
  themeConfig: {
    nav: [
      { text: "Tutorial", link: "/tutorial" },
      // No page of VitePress: a link within the site would look for one.
      { text: "Playground", link: "/playground/", target: "_self" },
      { text: "Keys", link: "/reference/experiment" },
      { text: "Commands", link: "/reference/commands/" },
      { text: "Plugins", link: "/plugins/" },
      { text: "Mathematics", link: "/mathematics" },
    ],
    sidebar,
    outline: { level: [2, 3] },
    search: { provider: "local" },
    docFooter: { prev: "Previous", next: "Next" },
  },
});
