import { Text, Timeline } from "@mantine/core";

import type { MirrorWithTrace } from "../../api/shapes.ts";
import { ExactTime } from "../../marks/exact-time.tsx";
import { Section } from "../../parts/section.tsx";
import { duration } from "../../words/times.ts";
import { answerOf, traceStep } from "../../words/trace.ts";
import { TraceBullet } from "./trace-bullet.tsx";

/** What happened to a message, step by step. */
export function MessageTrace({ mirror: { trace } }: { readonly mirror: MirrorWithTrace }) {
  return (
    <Section title="Trace">
      <Timeline bulletSize={22} lineWidth={2} active={-1}>
        {trace.map((line, place) => {
          const { at, what, detail } = line;
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
                <ExactTime at={at} />
                {before !== undefined && `, ${duration(Date.parse(at) - Date.parse(before.at))} later`}
              </Text>
            </Timeline.Item>
          );
        })}
      </Timeline>
    </Section>
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
