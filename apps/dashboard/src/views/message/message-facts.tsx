import { DataList, Text } from "@mantine/core";

import type { ReactNode } from "react";

import type { MirrorWithTrace } from "../../api/shapes.ts";
import { ExactTime } from "../../marks/exact-time.tsx";
import { SideMark } from "../../marks/side-mark.tsx";
import { VisibilityBadge } from "../../marks/visibility-badge.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Section } from "../../parts/section.tsx";
import { notMirrored, visibilityUnknown, withoutMirror } from "../../words/mirror-place.ts";
import { counted } from "../../words/numbers.ts";
import { duration } from "../../words/times.ts";

export function MessageFacts({ mirror }: { readonly mirror: MirrorWithTrace }) {
  const { source, target, linkId, visibility, revision, attempts } = mirror;
  const { capturedAt, sourceCreatedAt, mirroredAt, correlationId } = mirror;
  return (
    <Section title="Message" aside={<AnchorTo to={`/tickets/${linkId}`}>Both tickets</AnchorTo>}>
      <DataList size="sm" labelWidth={110} gap="xs">
        <Fact label="Source">
          <SideMark side={source.side} /> message {source.messageId}, ticket {source.ticketId}
        </Fact>
        <Fact label="Mirror">
          {target === null ? (
            withoutMirror(mirror)
          ) : (
            <>
              <SideMark side={target.side} /> message {target.messageId}, ticket {target.ticketId}
            </>
          )}
        </Fact>
        <Fact label="Visibility">
          {visibility === null ? (
            visibilityUnknown(mirror)
          ) : (
            <>
              <VisibilityBadge visibility={visibility} />{" "}
              <Text span inherit c="dimmed">
                at its source, as the bridge saw it last
              </Text>
            </>
          )}
        </Fact>
        {revision > 1 && <Fact label="Revision">{counted(revision)}</Fact>}
        <Fact label="Written">{sourceCreatedAt === null ? "Not known" : <ExactTime at={sourceCreatedAt} />}</Fact>
        <Fact label="Captured">
          <ExactTime at={capturedAt} />
        </Fact>
        <Fact label="Mirrored">
          {mirroredAt === null ? (
            notMirrored(mirror)
          ) : (
            <>
              <ExactTime at={mirroredAt} />, after {duration(Date.parse(mirroredAt) - Date.parse(capturedAt))}
            </>
          )}
        </Fact>
        <Fact label="Attempts">{counted(attempts)}</Fact>
        <Fact label="In the log">
          <code>{correlationId}</code>
        </Fact>
      </DataList>
    </Section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.ItemLabel>{label}</DataList.ItemLabel>
      <DataList.ItemValue style={{ overflowWrap: "anywhere" }}>{children}</DataList.ItemValue>
    </DataList.Item>
  );
}
