import { defineConfig } from "vitest/config";
import { entries, root } from "./tools/entries.ts";

export default defineConfig({
  resolve: {
    alias: entries.map(({ name, source }) => ({ find: new RegExp(`^${name}$`), replacement: root + source })),
  },
  test: {
    include: ["{src,test,tools}/**/*.test.ts"],
    testTimeout: 20_000,
  },
});
