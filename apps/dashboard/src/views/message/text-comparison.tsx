import { SegmentedControl, SimpleGrid, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";

import type { MirrorTexts } from "../../api/shapes.ts";
import { differencesOf } from "../../words/differences.ts";
import { countOf } from "../../words/numbers.ts";
import { PlainWords } from "../../texts/plain-words.tsx";
import { TextOfSide, type Reading } from "./text-of-side.tsx";

interface TextComparisonProps {
  readonly texts: MirrorTexts;
  readonly isEdit: boolean;
}

/** Both texts side by side, with what differs between them. */
export function TextComparison({ texts: { source, target, previous }, isEdit }: TextComparisonProps) {
  const [asHtml, setAsHtml] = useState(false);
  const hasHtml = [source, target].some((text) => typeof text?.html === "string");
  const [sourceWords, mirrorWords] = [source.plain, target?.plain ?? null];
  const differences = useMemo(
    () => (sourceWords === null || mirrorWords === null ? null : differencesOf(sourceWords.trim(), mirrorWords.trim())),
    [sourceWords, mirrorWords],
  );
  const reading: Reading = asHtml && hasHtml ? "html" : "plain";
  const isReplaced = isEdit && previous !== null && previous !== target?.text;
  return (
    <Stack gap="sm">
      {hasHtml && (
        <SegmentedControl
          aria-label="How the texts are shown"
          w="fit-content"
          size="xs"
          value={reading}
          onChange={(chosen) => setAsHtml(chosen === "html")}
          data={[
            { value: "plain", label: "Words and differences" },
            { value: "html", label: "As formatted" },
          ]}
        />
      )}
      {reading === "plain" && sourceWords !== null && mirrorWords !== null && (
        <Text size="sm" fw={550} role="status">
          {inWords(differences?.places ?? null)}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextOfSide
          label={isEdit ? "Source, as edited" : "Source"}
          text={source}
          reading={reading}
          pieces={differences?.source ?? null}
          mark="del"
        />
        {target !== null && (
          <TextOfSide label="Mirror" text={target} reading={reading} pieces={differences?.mirror ?? null} mark="ins" />
        )}
      </SimpleGrid>
      {target === null && (
        <Text size="sm" c="dimmed">
          There is no mirror to compare it with yet.
        </Text>
      )}
      {isReplaced && (
        <Stack gap={4}>
          <Text size="sm" fw={550}>
            What stood there before the edit
          </Text>
          <PlainWords label="What stood there before the edit" pieces={[{ text: previous, isOnlyHere: false }]} />
        </Stack>
      )}
    </Stack>
  );
}

function inWords(places: number | null): string {
  if (places === null) return "The two differ in too much to mark it.";
  return places === 0 ? "Both say the same." : `They differ in ${countOf(places, "marked place")}.`;
}
