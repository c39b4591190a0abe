import { Button, Text } from "@mantine/core";
import { IconAlertOctagon, IconClock, IconHandStop, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";

import { usePauseLink } from "../../api/links.ts";
import type { Link } from "../../api/shapes.ts";
import { useObstacles, useStatus } from "../../api/status.ts";
import { useMay } from "../../app/session-context.ts";
import { DirectionMark } from "../../marks/direction-mark.tsx";
import { AnchorTo } from "../../parts/anchor-to.tsx";
import { Notice } from "../../parts/notice.tsx";
import { laneTotals } from "../../words/lanes.ts";
import { stoppedLanes, waitingLanes, type HinderedLane } from "../../words/link-standing.ts";
import { countOf } from "../../words/numbers.ts";
import { pausedWords, type Obstacles } from "../../words/obstacles.ts";

/** Why something does not cross between the two tickets, and what helps. */
export function TicketStanding({ link }: { readonly link: Link }) {
  const obstacles = useObstacles();
  const [stopped, waiting] = [stoppedLanes(link.lanes), waitingLanes(link.lanes, obstacles)];
  const { held, pending } = laneTotals(link.lanes);
  const isSidePaused = obstacles.pausedSides.length > 0;
  return (
    <>
      {link.paused && <Paused id={link.id} />}
      {stopped.length > 0 && (
        <Notice tone="bad" icon={IconHandStop} title="Stopped">
          <Reasons lanes={stopped} />
          <Text size="sm">
            Nothing crosses this way until that is mended. The bridge looks again every ten minutes, and at once when
            the link is paused and resumed.
          </Text>
        </Notice>
      )}
      {held > 0 && (
        <Notice tone="bad" icon={IconAlertOctagon} title={`${countOf(held, "message is", "messages are")} held`}>
          <Text size="sm">
            What is held is missing on the other side until a person decides; it does not hold up the others.{" "}
            <AnchorTo to={`/attention?linkId=${link.id}`} underline="always">
              What is held and what to do
            </AnchorTo>
          </Text>
        </Notice>
      )}
      {isSidePaused && <SidePaused obstacles={obstacles} pending={pending} />}
      {waiting.length > 0 && (
        <Notice tone="wait" icon={IconClock} title="Waiting">
          <Reasons lanes={waiting} />
          {!link.paused && !isSidePaused && !obstacles.observes && <Onward />}
        </Notice>
      )}
    </>
  );
}

function SidePaused({ obstacles, pending }: { readonly obstacles: Obstacles; readonly pending: number }) {
  return (
    <Notice tone="wait" icon={IconPlayerPause} title="Side paused">
      <Text size="sm">
        {pausedWords(obstacles)}{" "}
        {pending === 0 ? "What is written waits" : `${countOf(pending, "message waits", "messages wait")} here`} until{" "}
        {useMay("operator") ? "somebody" : "an operator"} resumes it; nothing is lost.{" "}
        <AnchorTo to="/connections" underline="always">
          Connections
        </AnchorTo>
      </Text>
    </Notice>
  );
}

/** While an alarm stands nobody can tell from here what waits for it, and what only for the next try. */
function Onward() {
  const alarms = useStatus().data?.alarms ?? [];
  return (
    <Text size="sm">
      {alarms.length > 0 ? (
        <AnchorTo to="/attention" underline="always">
          The alarm and what to do
        </AnchorTo>
      ) : (
        "The bridge tries again by itself."
      )}
    </Text>
  );
}

function Paused({ id }: { readonly id: string }) {
  const pause = usePauseLink();
  const mayAct = useMay("operator");
  return (
    <Notice tone="wait" icon={IconPlayerPause} title="Paused">
      <Text size="sm">
        Messages are seen and wait until {mayAct ? "somebody" : "an operator"} resumes the link. Nothing is lost
        meanwhile.
      </Text>
      {mayAct && (
        <Button
          mt="xs"
          size="xs"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={pause.isPending}
          onClick={() => pause.mutate({ id, paused: false })}
        >
          Resume
        </Button>
      )}
    </Notice>
  );
}

function Reasons({ lanes }: { readonly lanes: readonly HinderedLane[] }) {
  return lanes.map(({ direction, reason }) => (
    <Text key={direction} size="sm" component="div" style={{ overflowWrap: "anywhere" }}>
      <DirectionMark direction={direction} />
      {reason !== null && `: ${reason}`}
    </Text>
  ));
}
