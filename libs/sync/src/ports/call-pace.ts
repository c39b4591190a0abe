/** The pace at which this process makes calls behind live traffic, over both helpdesks together. */
export interface CallPace {
  /** From now on at most so many a second; null: what the helpdesks' budgets leave over. */
  limit(perSecond: number | null): void;
}
