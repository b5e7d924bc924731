"""Proofreading engines: each fits `career.proofreading.Proofreader`."""
