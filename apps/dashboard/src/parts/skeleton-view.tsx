import { Skeleton, Stack } from "@mantine/core";

export function SkeletonView() {
  return (
    <Stack gap="md" aria-hidden>
      <Skeleton h={28} w={180} />
      <Skeleton h={120} />
      <Skeleton h={320} />
    </Stack>
  );
}
