import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconPlayerPlay, IconPlayerStop, IconTrash } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { useDiscardBackfill, useResumeBackfill, useStopBackfill } from "../../api/backfills.ts";
import type { Backfill } from "../../api/shapes.ts";
import { useMay } from "../../app/session-context.ts";
import { countOf } from "../../words/numbers.ts";

/** Start, stop or go on, as it stands; discard as long as nothing was begun to be written. */
export function BackfillActs({ run }: { readonly run: Backfill }) {
  const { id, state, standing, dryRun, plan, startedAt } = run;
  const stop = useStopBackfill();
  const resume = useResumeBackfill();
  const discard = useDiscardBackfill();
  const [, navigate] = useLocation();
  if (!useMay("operator") || dryRun) return null;
  const askToStart = () =>
    modals.openConfirmModal({
      title: "Start this backfill?",
      children: (
        <Text size="sm">
          {plan === null
            ? "Messages are written to both helpdesks."
            : `${countOf(plan.toWrite.superoffice, "message")} will be written to SuperOffice and ${countOf(plan.toWrite.requestor, "message")} to Requestor.`}{" "}
          Nobody is notified. It can be stopped and resumed at any time.
        </Text>
      ),
      labels: { confirm: "Start", cancel: "Cancel" },
      onConfirm: () => resume.mutate({ id }),
    });
  if (standing === "running" || standing === "planning") {
    return (
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={18} aria-hidden />}
        loading={stop.isPending}
        disabled={run.stopAsked}
        onClick={() => stop.mutate({ id })}
      >
        Stop
      </Button>
    );
  }
  if (standing === "finished") return null;
  // Where there is no list yet it is made only, and shown before anything is written.
  const goOn = () => resume.mutate({ id, prepareOnly: state === "planning" });
  return (
    <>
      <Button
        leftSection={<IconPlayerPlay size={18} aria-hidden />}
        loading={resume.isPending}
        onClick={standing === "planned" ? askToStart : goOn}
      >
        {standing === "planned" ? "Start…" : "Go on"}
      </Button>
      {startedAt === null && (
        <Button
          variant="default"
          leftSection={<IconTrash size={18} aria-hidden />}
          loading={discard.isPending}
          onClick={() => discard.mutate({ id }, { onSuccess: () => navigate("/backfill") })}
        >
          Discard
        </Button>
      )}
    </>
  );
}
