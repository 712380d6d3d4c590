package main

type diffCommand struct{}

func (c *diffCommand) Run(p *process) error { return nil }
