import { expect, it } from "vitest";

import { growth, linearGrowth } from "./growth.ts";

it("work that grows with the square is told from work that grows with length", () => {
  const square = (text: string): number => {
    let sum = 0;
    for (let start = 0; start < text.length; start += 100) {
      for (let place = 0; place < start; place += 4) sum += text.charCodeAt(place);
    }
    return sum;
  };
  const linear = (text: string): number => {
    let sum = 0;
    for (let round = 0; round < 20; round += 1) {
      for (let place = 0; place < text.length; place += 1) sum += text.charCodeAt(place);
    }
    return sum;
  };
  expect(growth("a", square, () => process.threadCpuUsage().user / 1_000)).toBeGreaterThan(linearGrowth);
  expect(growth("a", linear, () => process.threadCpuUsage().user / 1_000)).toBeLessThan(linearGrowth);
});
