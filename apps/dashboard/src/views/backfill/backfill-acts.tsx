import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconPlayerPlay, IconPlayerStop, IconTrash } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { useDiscardBackfill, useResumeBackfill, useStopBackfill } from "../../api/backfills.ts";
import type { Backfill } from "../../api/shapes.ts";
import { useMay } from "../../app/session-context.ts";
import { countOf } from "../../words/numbers.ts";

/** Start or discard, stop and go on. */
export function BackfillActs({ run }: { readonly run: Backfill }) {
  const { id, state, dryRun, plan } = run;
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
  if (state === "running" || state === "planning") {
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
  if (state === "finished") return null;
  if (state === "planned") {
    return (
      <>
        <Button leftSection={<IconPlayerPlay size={18} aria-hidden />} loading={resume.isPending} onClick={askToStart}>
          Start…
        </Button>
        <Button
          variant="default"
          leftSection={<IconTrash size={18} aria-hidden />}
          loading={discard.isPending}
          onClick={() => discard.mutate({ id }, { onSuccess: () => navigate("/backfill") })}
        >
          Discard
        </Button>
      </>
    );
  }
  return (
    <Button
      leftSection={<IconPlayerPlay size={18} aria-hidden />}
      loading={resume.isPending}
      onClick={() => resume.mutate({ id })}
    >
      Go on
    </Button>
  );
}
