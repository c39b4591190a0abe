import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

export const places = {
  root,
  schema: join(root, "prisma/schema.prisma"),
  migrations: join(root, "prisma/migrations"),
  prisma: join(root, "node_modules/prisma/build/index.js"),
} as const;
