declare module "virtual:tweedie-families" {
  const families: Readonly<Record<string, { readonly load?: () => Promise<{ readonly default?: unknown }> }>>;
  export default families;
}
