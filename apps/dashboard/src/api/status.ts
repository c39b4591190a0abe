import { useQuery } from "@tanstack/react-query";

import { obstaclesOf, type Obstacles } from "../words/obstacles.ts";
import { answerOf, api } from "./client.ts";

export function useStatus() {
  return useQuery({ queryKey: ["status"], queryFn: () => answerOf(api.GET("/api/status")) });
}

/** What holds up all tickets. The shell asks for the status on every view, so this costs no call of its own. */
export function useObstacles(): Obstacles {
  return obstaclesOf(useStatus().data);
}
