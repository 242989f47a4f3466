// SPDX-License-Identifier: GPL-3.0-or-later
/// @file
/// Networks: who is tied to whom, what that measures, and as files for other programs.
#ifndef INTERSTICE_NETWORK_H
#define INTERSTICE_NETWORK_H

#include <interstice/state.h>

IST_BEGIN_DECLS

/// People and ties at one moment. Immutable; any number of threads may look at it.
typedef struct ist_network ist_network;

typedef struct ist_network_tie {
    int32_t from, to;               ///< people, from 0
    double weight;                  ///< above 0
    double instrumental, affective; ///< strands; 0 where they mean nothing
} ist_network_tie;

/// What a network is made of. Start from ist_network_def_default(). Everything is copied.
typedef struct ist_network_def {
    size_t def_size;
    int32_t people;
    bool directed; ///< `from` names `to`; false (default): a tie has no direction
    const ist_network_tie *tie;
    int64_t ties;        ///< ties from somebody to themselves are left out; of several alike the
                         ///< heaviest counts
    const int32_t *unit; ///< by person, any numbers; NULL (default): nobody knows
    const int32_t *community; ///< by person, -1 for none; NULL (default): nobody knows
} ist_network_def;

IST_API ist_network_def ist_network_def_default(void);

/// NULL after a report. O(ties log ties). Caller owns the result.
IST_API ist_network *ist_network_create(const ist_network_def *def, ist_errors *errors);

/// The network of a run as it is now: everybody who carries ties and has joined, in order of number, and
/// every live tie that is stronger than `threshold` (NaN: the parameter theta), with its strength as
/// weight. NULL when out of memory. O(people + ties log ties). Caller owns the result.
IST_API ist_network *ist_network_of_state(const ist_state *state, double threshold,
                                          ist_errors *errors);
IST_API void ist_network_destroy(ist_network *network);

IST_API int32_t ist_network_people(const ist_network *network);
/// Pairs that are tied; of a directed network, those who name somebody, once for each whom they name.
IST_API int64_t ist_network_ties(const ist_network *network);
/// What person `index` is called in the file that the network was read from; NULL elsewhere. Borrowed.
IST_API const char *ist_network_label(const ist_network *network, int32_t index);
/// Who person `index` of a run is; none in other networks.
IST_API ist_employee_id ist_network_employee(const ist_network *network, int32_t index);

/// Measures of a network as a whole. Unless it says otherwise a measure looks at who is tied to whom,
/// whichever way, and at people with at least one tie where it would not be defined without. NaN where it
/// is not defined, and, for those marked (igraph), where the library was built without igraph.
#define IST_NETWORK_LIST(ROW)                                                                     \
    ROW(PEOPLE, people, "count", "people")                                                        \
    ROW(TIES, ties, "count", "ties between them; of directed ones, each direction")               \
    ROW(ISOLATES, isolates, "count", "people without a tie")                                      \
    ROW(DENSITY, density, "share", "ties over those there could be")                              \
    ROW(RECIPROCITY, reciprocity, "share",                                                        \
        "of directed ties, those that are returned; undefined without direction")                 \
    ROW(COMPONENTS, components, "count", "parts that no tie connects, people alone included")     \
    ROW(LARGEST, largest_component, "share", "people in the largest of them")                     \
    ROW(DEGREE_MEAN, degree_mean, "people", "to how many a person is tied: mean")                 \
    ROW(DEGREE_MEDIAN, degree_median, "people", "median")                                         \
    ROW(DEGREE_P90, degree_p90, "people", "90 % quantile")                                        \
    ROW(DEGREE_MAX, degree_max, "people", "maximum")                                              \
    ROW(STRENGTH_MEAN, strength_mean, "weight", "sum of the weights of a person's ties: mean")    \
    ROW(STRENGTH_MEDIAN, strength_median, "weight", "median")                                     \
    ROW(STRENGTH_P90, strength_p90, "weight", "90 % quantile")                                    \
    ROW(STRENGTH_MAX, strength_max, "weight", "maximum")                                          \
    ROW(TRANSITIVITY, transitivity, "share",                                                      \
        "of two ties of one person, how often the third side is tied, too")                       \
    ROW(CLUSTERING, clustering, "share", "the same, as a mean over people with two ties or more") \
    ROW(PATH, path_length, "ties", "mean distance of people who can reach each other")            \
    ROW(EFFICIENCY, efficiency, "0-1", "mean over all pairs of 1 / distance, 0 without a path")   \
    ROW(CONSTRAINT, constraint_mean, "0-1",                                                       \
        "Burt (1992): how far a person's ties lead to the same people; mean, weights count")      \
    ROW(EFFECTIVE_SIZE, effective_size, "people",                                                 \
        "Burt (1992): ties less the mean number of ties among those tied to; mean")               \
    ROW(EI, ei_index, "-1 to 1",                                                                  \
        "Krackhardt and Stern (1988): ties across less ties inside "                              \
        "units, over all ties")                                                                   \
    ROW(REACH, reachable, "share", "pairs with a path")                                           \
    ROW(BETWEENNESS_MEAN, betweenness_mean, "share",                                              \
        "share of the shortest paths between others that lead over a person: mean (igraph)")      \
    ROW(BETWEENNESS_MAX, betweenness_max, "share", "maximum (igraph)")                            \
    ROW(REACH_WITHOUT, reachable_without, "share",                                                \
        "pairs with a path among those left when the people with most betweenness go, 5 unless "  \
        "told otherwise (igraph)")                                                                \
    ROW(ARTICULATION, articulation_people, "count",                                               \
        "people without whom a component falls apart (igraph)")                                   \
    ROW(CLUSTERS, clusters, "count",                                                              \
        "communities that the ties alone suggest, people alone included: Leiden, by modularity, " \
        "weights count (igraph)")                                                                 \
    ROW(MODULARITY, modularity, "-0.5 to 1", "of these (igraph)")                                 \
    ROW(MATCH, community_match, "0-1",                                                            \
        "normalized mutual information of these and the real communities, over the people in "    \
        "one (igraph)")                                                                           \
    ROW(REDUNDANCY, unit_redundancy, "ties",                                                      \
        "ties without a common one on paths between two units (the fewest that part them), mean " \
        "over pairs of units (igraph)")                                                           \
    ROW(REDUNDANCY_MIN, unit_redundancy_min, "ties", "minimum over pairs of units (igraph)")

#define IST_ROW(NAME, name, unit, text) IST_NETWORK_##NAME,
typedef enum ist_network_measure {
    IST_NETWORK_LIST(IST_ROW) IST_NETWORK_COUNT
} ist_network_measure;
#undef IST_ROW

/// Spelling, unit and meaning; NULL when out of range. Static.
IST_API const char *ist_network_measure_name(ist_network_measure measure);
IST_API const char *ist_network_measure_unit(ist_network_measure measure);
IST_API const char *ist_network_measure_text(ist_network_measure measure);

/// Version of igraph that is used, e.g. "0.10.2"; NULL: the library was built without. Static.
IST_API const char *ist_igraph_version(void);

/// One person in a network.
typedef struct ist_network_person {
    int32_t degree;
    double strength;
    double constraint, effective_size; ///< NaN without ties
    double betweenness;                ///< NaN without igraph
    int32_t cluster;                   ///< number from 0; -1 without igraph
    bool articulation;                 ///< false without igraph
} ist_network_person;

/// How to measure. Start from ist_network_options_default().
typedef struct ist_network_options {
    size_t def_size;
    int32_t exact; ///< with more people paths are followed from a sample of them only; default 2000
    int32_t sources; ///< size of that sample, evenly over the people by number; default 500
    int32_t remove;  ///< how many of the most central people go for `reachable_without`; default 5
} ist_network_options;

IST_API ist_network_options ist_network_options_default(void);

/// The measures of the network of a run at the end of a tick.
typedef struct ist_network_row {
    int32_t tick;
    double value[IST_NETWORK_COUNT];
} ist_network_row;

/// Measure into `out[IST_NETWORK_COUNT]` and, unless it is NULL, `person[people]`. `options` may be NULL.
/// The same network gives the same bits. Draws from no stream of a run. Cost: O(people x ties) up to the
/// size that is exact, O(sources x ties) beyond. Threads may measure at the same time, but take turns in
/// igraph, which is not safe for threads; a program that uses igraph itself must not do so meanwhile.
IST_API IST_CHECK_RESULT ist_status ist_network_measure_all(const ist_network *network,
                                                            const ist_network_options *options,
                                                            double *out,
                                                            ist_network_person *person);

/// One unit in a network.
typedef struct ist_network_unit {
    int32_t unit; ///< as given; of a run, the number of the unit
    int32_t people;
    int64_t internal, external; ///< ties among its people, and of them with others
    double ei_index;            ///< (external - internal) / (external + internal); NaN without ties
} ist_network_unit;

/// Units in rising order into `out`, at most `capacity` of them. Returns how many there are; -1 when out
/// of memory. O(people log people + ties).
IST_API int32_t ist_network_units(const ist_network *network, ist_network_unit *out,
                                  int32_t capacity);

// ---- Files for other programs

/// How a network is written.
#define IST_GRAPH_LIST(ROW)                                                                 \
    ROW(GRAPHML, graphml, "GraphML, for igraph, networkx, yEd and many others; one moment") \
    ROW(GEXF, gexf, "GEXF 1.2, for Gephi; one moment, or with time")                        \
    ROW(EDGES, edges, "a table of ties (CSV); one moment, or each tie with its time")

#define IST_ROW(NAME, name, text) IST_GRAPH_##NAME,
typedef enum ist_graph_format { IST_GRAPH_LIST(IST_ROW) IST_GRAPH_COUNT } ist_graph_format;
#undef IST_ROW

/// Spelling and meaning; NULL when out of range. Static.
IST_API const char *ist_graph_name(ist_graph_format format);
IST_API const char *ist_graph_text(ist_graph_format format);

/// What is remembered of the network of a run, at one moment or at several. Belongs to one thread.
typedef struct ist_graph ist_graph;

/// Start from ist_graph_def_default().
typedef struct ist_graph_def {
    size_t def_size;
    const ist_model *model; ///< required, borrowed; must outlive the graph
    double threshold;       ///< ties above this strength; NaN (default): the parameter theta
    /// Name of a person; NULL: it has none, and "person 17" is what it is called. May be NULL. `context`
    /// is handed to it.
    const char *(*name)(void *context, ist_employee_id employee);
    void *context;
} ist_graph_def;

IST_API ist_graph_def ist_graph_def_default(void);

/// Caller owns the result. NULL when out of memory or a default was forgotten.
IST_API ist_graph *ist_graph_create(const ist_graph_def *def, ist_errors *errors);
IST_API void ist_graph_destroy(ist_graph *graph);

/// Remember the network as it is now: people with unit, level, themes, communities and whether they are a
/// pilot, and ties with their strands. The state must be of the graph's model, and later than what is
/// remembered. O(people + ties remembered).
IST_API IST_CHECK_RESULT ist_status ist_graph_note(ist_graph *graph, const ist_state *state);

/// Takes a piece of a file; anything but IST_OK ends the writing.
typedef ist_status ist_write_fn(void *context, const char *bytes, size_t length);

/// Write everything that was noted: of one moment a plain network; of several, one with times in years, in
/// which a tie has the strands that were noted last. Texts of tables that a spreadsheet would take for a
/// formula get a ' before them. `write` is called with pieces of the file, in order. IST_ERR_ARGUMENT for GraphML of several moments, or when nothing was
/// noted.
IST_API IST_CHECK_RESULT ist_status ist_graph_write(const ist_graph *graph, ist_graph_format format,
                                                    ist_write_fn *write, void *context);

IST_END_DECLS

#endif
