"""The rules by name, the most specific first: where two findings overlap, the earlier stays."""

RULES: tuple[str, ...] = (
    "email_changed", "phone_changed", "link_changed", "name_changed", "location_changed",
    "role_vanished", "roles_merged", "role_tuple_mismatch",
    "present_added", "date_stretched", "date_coarsened",
    "award_invented", "superlative_added", "study_completed", "gpa_honour_changed",
    "degree_inflated", "institution_swapped",
    "employment_type_changed", "limiter_dropped", "seniority_added", "title_moved", "title_inflated",
    "target_as_employer", "client_as_employer", "employer_invented",
    "field_changed", "credential_upgraded", "credential_invented", "publication_invented", "clearance_invented",
    "language_level_inflated", "skill_level_inflated", "version_changed",
    "skill_years_invented", "years_inflated",
    "points_as_percent", "direction_flipped", "unit_changed", "currency_changed", "period_changed",
    "range_collapsed", "qualifier_dropped", "approximated", "sum_invented", "multiplier_added", "team_size_changed",
    "duration_changed", "frequency_changed", "percent_inflated", "money_inflated", "number_inflated",
    "number_moved", "number_invented",
    "posting_skill_smuggled", "skill_added_list", "skill_added_text",
    "logistics_invented", "credit_taken", "budget_owned", "scope_widened", "domain_invented",
    "causality_invented", "achievement_moved", "ownership_inflated", "entity_invented", "company_fact_unsupported",
    "achievement_invented", "answer_contradicts_cv", "cross_document_conflict",
    "weak_support", "trait_unsupported", "implausible_percent", "title_paraphrased", "company_near_miss",
    "stale_brief",
    "nothing_tailored",
)  # fmt: skip
_RANKS = {rule: rank for rank, rule in enumerate(RULES)}


def rank_of(rule: str) -> int:
    """A rule's place in the order; one that is not listed comes last."""
    return _RANKS.get(rule, len(RULES))
