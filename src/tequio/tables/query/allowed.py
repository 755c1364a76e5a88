"""The functions that strangers' SQL may use: what computes from values, and neither reads the machine nor swells."""

from __future__ import annotations

TABLE_FUNCTIONS = frozenset({"generate_series", "json_each", "range", "unnest"})

# Functions whose numbers say how much they make, each with the most that it may be asked for. What nests (repeat) or
# hides its width in a text (printf, format) is not offered at all.
CAPPED = {"generate_series": 100_000, "range": 100_000, "lpad": 1_000, "rpad": 1_000, "to_base": 100}

_OPERATORS = """
    + - * / // % ^ ** & | << >> ~ || ! @ -> ->> ~~ !~~ ~~* !~~* ~~~ ^@ && <@ @> = <> < > <= >=
    like_escape not_like_escape ilike_escape not_ilike_escape
"""
_NUMBERS = """
    abs acos add asin atan atan2 bin cbrt ceil ceiling cos cot degrees divide even exp factorial fdiv floor fmod gamma
    gcd greatest hex isfinite isinf isnan lcm least lgamma ln log log10 log2 mod multiply nextafter pi pow power radians
    round round_even sign signbit sin sqrt subtract tan to_base trunc xor
"""
_TEXT = """
    ascii bit_length char_length character_length chr concat concat_ws contains ends_with format_bytes hamming
    instr jaccard lcase left length lower lpad ltrim md5 nfc_normalize ord position prefix regexp_escape regexp_extract
    regexp_extract_all regexp_full_match regexp_matches regexp_replace regexp_split_to_array replace reverse right rpad
    rtrim sha256 split split_part starts_with str_split string_split string_to_array strip_accents strlen strpos substr
    substring suffix translate trim ucase unicode upper url_decode url_encode
"""
_DATES = """
    age century date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname
    dayofmonth dayofweek dayofyear decade epoch epoch_ms era hour isodow isoyear julian last_day make_date
    make_time make_timestamp millisecond minute month monthname quarter second strftime strptime
    time_bucket timezone to_centuries to_days to_decades to_hours to_microseconds to_milliseconds to_minutes to_months
    to_quarters to_seconds to_timestamp to_weeks to_years try_strptime week weekday weekofyear year yearweek
"""
_CHOICE = "coalesce ifnull if nullif switch typeof hash alias error constant_or_null"
_LISTS = """
    array_contains array_length array_position array_slice array_to_string cardinality element_at flatten
    json_array_length json_contains json_exists json_extract json_extract_string json_keys json_type json_valid
    json_value len list_aggregate list_any_value list_append list_apply list_avg list_concat list_contains list_count
    list_distinct list_element list_extract list_filter list_first list_has list_has_all list_has_any list_last list_max
    list_median list_min list_position list_prepend list_reduce list_reverse list_reverse_sort list_select list_slice
    list_sort list_sum list_transform list_unique list_value list_where list_zip map map_contains map_entries
    map_extract map_from_entries map_keys map_values row struct_extract struct_insert struct_keys struct_pack
    struct_values to_json unnest
"""
_AGGREGATES = """
    any_value approx_count_distinct approx_quantile arg_max arg_min argmax argmin array_agg avg bit_and bit_or bit_xor
    bool_and bool_or corr count count_if count_star countif covar_pop covar_samp entropy favg first fsum geomean
    geometric_mean group_concat histogram kurtosis last list listagg mad max max_by mean median min min_by mode product
    quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
    regr_sxy regr_syy sem skewness stddev stddev_pop stddev_samp string_agg sum sumkahan var_pop var_samp variance
    weighted_avg
"""
_WINDOWS = "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value fill"

FUNCTIONS = frozenset(
    " ".join((_OPERATORS, _NUMBERS, _TEXT, _DATES, _CHOICE, _LISTS, _AGGREGATES, _WINDOWS)).split()
) | frozenset({"generate_series", "range"})
