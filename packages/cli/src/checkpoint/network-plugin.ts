import { whyUnavailable } from "../plugin-pages/local-plugins.ts";

/** Plugins of the networks that have the tensors of a class of another program. */
const plugins: ReadonlyMap<string, string> = new Map([
  ["SongUNet", "networks/song-unet"],
  ["DhariwalUNet", "networks/dhariwal-unet"],
  ["UNet2DModel", "networks/diffusers-unet"],
]);

/** The installed plugin of the network of a class; undefined if there is none. It is located, not loaded. */
export async function networkPlugin(className: string | undefined): Promise<string | undefined> {
  const use = className === undefined ? undefined : plugins.get(className);
  return use === undefined || (await whyUnavailable(use)) ? undefined : use;
}
