export { pageFolder } from "./page-folder.ts";
export { type Playground, servePage } from "./serve-page.ts";
