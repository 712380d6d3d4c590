package dialect

// Recognise returns the engine whose SQL a text is, by what only that engine's has; empty: it could be that of several.
func Recognise(sql string) (engine string) {
	const enough = 128 << 10 // bytes: what shows no sign of any engine in its first hundred tables will go on so
	sql = sql[:min(len(sql), enough)]
	most := 0
	for _, e := range Engines {
		switch n := e.Dumps.Signs(sql); {
		case n > most:
			engine, most = e.Name, n
		case n == most:
			engine = ""
		}
	}
	return engine
}
