import { Text, Timeline } from "@mantine/core";

import type { MirrorWithTrace } from "../../api/shapes.ts";
import { ExactTime } from "../../marks/exact-time.tsx";
import { Section } from "../../parts/section.tsx";
import { answerOf, laterThan, traceStep } from "../../words/trace.ts";
import { TraceBullet } from "./trace-bullet.tsx";

/** What happened to a message, step by step. */
export function MessageTrace({ mirror: { trace } }: { readonly mirror: MirrorWithTrace }) {
  return (
    <Section title="Trace">
      <Timeline bulletSize={22} lineWidth={2} active={-1}>
        {trace.map((line, place) => {
          const { what, detail } = line;
          const before = trace[place - 1];
          const { word, tone } = traceStep(what);
          return (
            <Timeline.Item
              key={place}
              bullet={<TraceBullet tone={tone} />}
              title={
                <Text span fw={550} size="sm">
                  {word}
                </Text>
              }
            >
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                {detail}
              </Text>
              <Call line={line} />
              <Text size="xs" c="dimmed">
                <When line={line} />
                {before !== undefined && `, ${laterThan(before, line)}`}
              </Text>
            </Timeline.Item>
          );
        })}
      </Timeline>
    </Section>
  );
}

/** What happened several times in a row is one step. */
function When({ line: { at, times, lastAt } }: { readonly line: MirrorWithTrace["trace"][number] }) {
  if (lastAt === null) return <ExactTime at={at} />;
  return (
    <>
      {times} times, <ExactTime at={at} /> to <ExactTime at={lastAt} />
    </>
  );
}

/** Of a call to the target: what it was answered with, and what it is called in the logs of both ends. */
function Call({ line: { what, status, requestId } }: { readonly line: MirrorWithTrace["trace"][number] }) {
  if (requestId === null) return null;
  const answer = answerOf(what, status);
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
      {answer !== null && `${answer} · `}Request id <code>{requestId}</code>
    </Text>
  );
}
