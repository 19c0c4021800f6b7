"""Mutation testing of what decides who may see what: `make mutants`.

A mutant is one small wrong change in memory; a test must fail with it. Nothing on disk is changed.
"""
