"""How many examples each test of this folder takes of a million: many where one costs little.

Profile `million` takes these; every other profile takes as many times less as its own number
is less than `ALL`.
"""

ALL = 60_000
EXAMPLES: dict[str, int] = {
    "test_streams_take_any_bytes_and_keep_few": 50_000,
    "test_reply_streams_take_any_bytes": 50_000,
    "test_any_bytes_are_described": 50_000,
    "test_any_bytes_are_told_apart_and_redacted": 50_000,
    "test_a_view_is_whole_or_says_what_is_missing": 50_000,
    "test_the_tables_of_any_frame_are_read_or_incomplete": 50_000,
    "test_what_cannot_be_sent_is_refused_with_a_value_error": 50_000,
    "test_a_checklist": 60_000,
    "test_a_file_of_answers": 40_000,
    "test_a_tape": 40_000,
    "test_recorded_frames": 40_000,
    "test_the_memory_of_a_simulated_board_that_lives_on_with_it": 20_000,
    "test_a_link": 60_000,
    "test_what_is_typed": 60_000,
    "test_a_journal_and_the_report_of_it": 60_000,
    "test_a_journal_of_any_events": 30_000,
    "test_a_sentence_of_a_record_is_put_into_words": 40_000,
    "test_the_stream_takes_any_bytes_and_keeps_few": 50_000,
    "test_any_table_is_read_in_any_dialect_or_incomplete": 50_000,
    "test_what_is_shown_of_any_table_is_json": 50_000,
    "test_three_frames_are_of_a_dialect_or_in_doubt": 50_000,
    "test_a_log_book_is_read_or_is_none": 50_000,
    "test_passwords_in_any_frame_are_found_and_masked": 50_000,
    "test_what_a_dialect_cannot_be_told_is_refused_with_a_value_error": 50_000,
    "test_the_stream_of_an_older_board_takes_any_bytes": 20_000,
    "test_any_content_is_read_or_incomplete": 50_000,
    "test_any_recorded_frame_is_described_in_json": 50_000,
}
